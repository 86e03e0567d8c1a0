import type { Input } from "./input.ts";

/** A row of a table in which numbers and categories may be missing. */
export type Gappy<T> = readonly (T | null)[];

/**
 * Rows of a table whose empty numbers are the mean of the rows that are trained on, or zero. An empty category is a
 * category of its own.
 *
 * @param numbers how many columns hold numbers: they come first
 */
export function filled<T extends number | string | boolean>(
  input: Input<readonly T[]>,
  numbers: number,
  by: "mean" | "zero",
): Input<Gappy<T>> {
  const whole = (row: Gappy<T>, fill: readonly number[]) =>
    row.map((value, i) => value ?? (i < numbers ? fill[i] : "")) as T[];
  return {
    learn(rows) {
      const fill = Array.from({ length: numbers }, (_, i) => {
        if (by === "zero") return 0;
        const known = rows.flatMap((row) => row[i] ?? []).map(Number);
        return known.reduce((mean, value) => mean + value / known.length, 0);
      });
      return { ...input.learn(rows.map((row) => whole(row, fill))), fill };
    },
    columns(rows, learned) {
      const { fill } = learned as { readonly fill?: readonly number[] };
      if (fill === undefined && rows.some((row) => row?.includes(null))) {
        throw new Error("what stands for empty numbers is not known yet: train the model, or load weights");
      }
      const full = rows.map((row) => (row === undefined ? undefined : whole(row, fill ?? [])));
      return input.columns(full, learned);
    },
  };
}
