import type { Column } from "../columns.ts";

/** What was learned of an input from the rows that were trained on: plain JSON, kept beside the weights. */
export type Learned = Readonly<Record<string, unknown>>;

/** How the values of an input become tensors. */
export interface Input<T> {
  /** Looks at the rows that will be trained on. */
  learn(values: readonly T[]): Learned;
  /** The columns of some rows; a value that is undefined is one that the row lacks. */
  columns(values: readonly (T | undefined)[], learned: Learned): readonly Column[];
}

/** A value that does not fit its input, told with the input's name. */
export const misfit = (input: string, what: string): Error => new Error(`${input}: ${what}`);
