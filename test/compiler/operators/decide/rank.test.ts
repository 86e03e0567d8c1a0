import { describe, expect, test } from "vitest";
import { expectClose, flat, type Grid } from "../kit/arrays.ts";
import { apply } from "../kit/run.ts";
import { feature, MOOD, refusal, typeOf } from "../kit/types.ts";

const X: Grid = [
  [1, -2],
  [0.5, 3],
];
const settings = { category: MOOD };
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const softplus = (z: number) => Math.log1p(Math.exp(z));

/** Probabilities of the labels by the definition: differences of sigmoids at the thresholds. */
function expected(scores: readonly number[], first: number, gap: number): Grid {
  return scores.map((z) => {
    const [low, high] = [sigmoid(first - z), sigmoid(first + softplus(gap) - z)];
    return [low, high - low, 1 - high];
  });
}

describe("rank", () => {
  const weights = { kernel: [[0.5], [-1]], threshold: [0.3], gaps: [-0.7] };
  const type = feature({ channel: 2 });
  const ranked = (values: Grid) => apply("rank", { x: { type, values } }, settings, { weights });

  test("shares out by where the score lies among the thresholds", () => {
    const { values, log } = ranked(X);
    const chances = expected([2.5, -2.75], 0.3, -0.7);
    expectClose(flat(values), flat(chances));
    expectClose(
      flat(log!),
      flat(chances).map((p) => Math.log(p)),
    );
  });

  test("gives logarithms that are exact however far out the score is", () => {
    const { log, values } = ranked([[1000, 0], [-1000, 0]]); // biome-ignore format: rows
    const inside = -softplus(0.7);
    const [low, high] = [0.3 - 500, 0.3 + softplus(-0.7) - 500];
    const [above, up] = [0.3 + 500, 0.3 + softplus(-0.7) + 500];
    expectClose(flat(log!), [low, high + inside, 0, 0, -above + inside, -up]);
    expectClose(flat(values), [0, 0, 1, 1, 0, 0]);
  });

  test("starts with thresholds that are one apart, around 0", () => {
    const { initialisers } = apply("rank", { x: { type, values: X } }, settings);
    expect(initialisers.threshold).toEqual({ kind: "constant", value: -0.5 });
    expect(initialisers.gaps).toMatchObject({ kind: "constant" });
    expect(softplus((initialisers.gaps as { value: number }).value)).toBeCloseTo(1, 12);
  });

  test("of two labels is one sigmoid", () => {
    const two = { category: { name: "Yes", labels: ["no", "yes"] } };
    const weights = { kernel: [[0.5], [-1]], threshold: [0.3] };
    const { values } = apply("rank", { x: { type, values: X } }, two, { weights });
    expectClose(
      flat(values),
      [2.5, -2.75].flatMap((z) => [sigmoid(0.3 - z), 1 - sigmoid(0.3 - z)]),
    );
  });

  test("decides at every place, by the channels", () => {
    expect(typeOf("rank", { x: feature({ word: 4, channel: 3 }) }, settings)).toBe(
      "probability<Mood>[word: 4, label: 3]",
    );
    expect(refusal("rank", { x: feature({ word: 4 }) }, settings)).toBe("axis_missing at x");
  });
});
