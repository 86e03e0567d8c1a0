import type { Numbers } from "./machine.ts";

/** What a program gives, by name. */
export type Answers = Readonly<Record<string, Numbers>>;

/** Where two answers differ most. */
export interface Difference {
  readonly output: string;
  readonly row: number;
  readonly from: number;
  readonly to: number;
  /** Infinite where one of the two is no number. */
  readonly change: number;
}

/**
 * The place where two answers differ most, if by more than `tolerance` times the larger of 1 and the numbers themselves;
 * a number that is finite in one alone differs infinitely. Of rows that go on in `b`, as those of a sequence with more
 * steps do, what they have in common is held against each other.
 */
export function difference(a: Answers, b: Answers, tolerance: number): Difference | undefined {
  let most: Difference | undefined;
  for (const [output, { data, shape }] of Object.entries(a)) {
    const other = b[output]?.data;
    if (other === undefined) continue;
    const rows = shape[0] ?? 1;
    const width = Math.max(1, data.length / rows);
    const further = Math.max(width, other.length / rows);
    for (let i = 0; i < data.length; i++) {
      const at = Math.floor(i / width) * further + (i % width);
      const [from, to] = [data[i]!, other[at] ?? Number.NaN];
      const change = distance(from, to);
      if (change <= tolerance * Math.max(1, Math.abs(from), Math.abs(to))) continue;
      if (most === undefined || change > most.change) {
        most = { output, row: Math.floor(i / width), from, to, change };
      }
    }
  }
  return most;
}

function distance(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const change = Math.abs(a - b);
  return Number.isFinite(change) ? change : Number.POSITIVE_INFINITY;
}

/** One row of the answers, or several. */
export function rowsOf(answers: Answers, from: number, to = from + 1): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([name, { data, shape }]) => {
      const width = data.length / (shape[0] ?? 1);
      const own = Array.prototype.slice.call(data, from * width, to * width) as number[];
      return [name, { shape: [to - from, ...shape.slice(1)], data: own }];
    }),
  );
}

/** The row and output of the first number that is not finite. */
export function notFinite(answers: Answers): Pick<Difference, "output" | "row" | "to"> | undefined {
  for (const [output, { data, shape }] of Object.entries(answers)) {
    const width = Math.max(1, data.length / (shape[0] ?? 1));
    const at = Array.prototype.findIndex.call(data, (value: number) => !Number.isFinite(value));
    if (at >= 0) return { output, row: Math.floor(at / width), to: data[at]! };
  }
  return undefined;
}

/** A change as people read it. */
export function showChange({ from, to, change }: Pick<Difference, "from" | "to" | "change">): string {
  return Number.isFinite(change) ? `by ${short(change)}` : `from ${short(from)} to ${short(to)}`;
}

export const short = (value: number): string =>
  Number.isFinite(value) ? value.toPrecision(2) : String(value);
