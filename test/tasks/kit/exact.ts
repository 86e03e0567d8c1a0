import { type Numbers, named } from "../../compiler/kit/models.ts";
import type { Score } from "./xor.ts";

/** A record that is one of finitely many, with what is seen, the true label, and the chance that label is 1. */
export interface Seen {
  /** What each modality sees; undefined where the record lacks it. */
  readonly x: readonly (number | undefined)[];
  readonly label: number;
  readonly chance: number;
  /** How likely such a record is. */
  readonly weight: number;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** How good answers are on average, each the probability that a record's label is 1; a tie is right half of the time. */
export function expected(rows: readonly Seen[], answers: ArrayLike<number>): Score {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const over = (of: (row: Seen, answer: number) => number) =>
    rows.reduce((sum, row, i) => sum + row.weight * of(row, answers[i]!), 0) / total;
  return {
    accuracy: over(({ label }, p) => (Math.abs(p - 0.5) < 1e-7 ? 0.5 : Number(p > 0.5 === (label === 1)))),
    logLoss: over(({ label }, p) => -Math.log(label === 1 ? p : 1 - p)),
  };
}

/**
 * The answers that a model of inputs `x1`, `x2`, … gives at the weights that `weights` names by the ends of their paths.
 *
 * @param statements of the model that end with `output answer: Bit = …`
 */
export function answers(
  statements: string,
  rows: readonly Seen[],
  weights: Readonly<Record<string, readonly number[]>>,
): number[] {
  const count = rows[0]!.x.length;
  const lacks = Array.from({ length: count }, (_, m) => rows.some(({ x }) => x[m] === undefined));
  const inputs = lacks.map((isOptional, m) => `${isOptional ? "optional " : ""}input x${m + 1}: vector(1)`);
  const source = `category Bit = ["zero", "one"]\nmodel M {\n${inputs.join("\n")}\n${statements}\n}\n`;
  const feeds: Record<string, Numbers[string]> = {};
  for (const [m, isOptional] of lacks.entries()) {
    // What stands in place of what is lacking must not matter.
    feeds[`x${m + 1}`] = { shape: [rows.length, 1], data: rows.map(({ x }) => x[m] ?? 1e6) };
    const there = rows.map(({ x }) => (x[m] === undefined ? 0 : 1));
    if (isOptional) feeds[`x${m + 1}/present`] = { shape: [rows.length], data: there };
  }
  const drawn = named(source, ["answer"], feeds, rows.length).variables;
  const set = Object.fromEntries(
    Object.entries(drawn).map(([name, { shape }]) => {
      const data = weights[Object.keys(weights).find((end) => name.endsWith(end)) ?? ""];
      if (data === undefined) throw new Error(`no weight is given for ${name}`);
      return [name, { shape, data: [...data] }];
    }),
  );
  const { data, shape } = named(source, ["answer"], feeds, rows.length, set).values.answer!;
  if (shape.at(-1) !== 2) throw new Error("the answer is about one bit");
  return rows.map((_, i) => {
    const [zero, one] = [data[2 * i]!, data[2 * i + 1]!];
    // Logits and logarithms alike become probabilities; probabilities stay what they are.
    return Math.abs(zero + one - 1) < 1e-5 && zero >= 0 && one >= 0 ? one : sigmoid(one - zero);
  });
}
