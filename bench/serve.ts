import { createInterface } from "node:readline";

/** What a process that trains says of itself before it begins. */
export interface Facts {
  readonly batch: number;
  /** Numbers that training moves, and numbers that are only kept, such as running means. */
  readonly parameters: { readonly trained: number; readonly kept: number };
  /** Threads inside an operation. */
  readonly threads: number;
  /** Name and version of what computes. */
  readonly library: string;
}

/**
 * The child's side of a measurement: writes its facts as one line of JSON, and for every line that it reads, a number of
 * steps, takes those steps and writes their seconds.
 */
export async function serve(
  facts: Facts,
  takeSteps: (steps: number) => number | Promise<number>,
): Promise<void> {
  const write = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
  write(facts);
  for await (const line of createInterface({ input: process.stdin })) write(await takeSteps(Number(line)));
}
