import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Contestant } from "./measure.ts";
import type { Facts } from "./serve.ts";

/** A process that takes training steps when it is asked to. */
export interface Child {
  readonly facts: Facts;
  /** Takes so many steps, and gives their seconds. */
  take(steps: number): Promise<number>;
  end(): void;
}

/** Arguments of Node for a script of this folder. */
export const script = (path: string, ...rest: readonly string[]): readonly string[] => [
  process.execPath,
  "--import",
  "tsx",
  path,
  ...rest,
];

/** Starts a process that answers as `serve.ts` says, and waits for its facts. */
export async function startChild(
  [command, ...rest]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const child = spawn(command!, rest, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-2000);
  });
  child.on("error", (error) => {
    said += error.message;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${rest.join(" ")} ended: ${said.trim()}`);
    return JSON.parse(value) as T;
  };
  return {
    facts: await answer<Facts>(),
    take(steps) {
      child.stdin.write(`${steps}\n`);
      return answer<number>();
    },
    end: () => child.stdin.end(),
  };
}

/** Makes a contestant of a child: warms it up, and finds how many steps fill a turn of about so many seconds. */
export async function warmedUp(name: string, child: Child, turn: number): Promise<Contestant> {
  await child.take(3);
  let steps = 2;
  let seconds = await child.take(steps);
  while (seconds < turn / 4) {
    steps *= 2;
    seconds = await child.take(steps);
  }
  const inTurn = Math.ceil((turn * steps) / seconds);
  return { name, turn: async () => (await child.take(inTurn)) / inTurn };
}
