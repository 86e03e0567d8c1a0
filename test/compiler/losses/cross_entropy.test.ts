import { describe, expect, test } from "vitest";
import { losses } from "../../../compiler/losses/index.generated.ts";
import type { ValueType } from "../../../compiler/types/value-type.ts";
import { expectClose, type Grid, softmax } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";
import { logits, MOOD, probability } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";

const { cross_entropy } = losses;
const MOOD_OUTPUT = outputOf({ kind: "category", category: MOOD });
const LABELS = [0, 2, 1];
const LOGITS: Grid = [
  [1, -2, 0.5],
  [0, 3, -1],
  [-0.5, 0.25, 2],
];

function perRow(type: ValueType, values: Grid, smoothing = 0, labels = LABELS, log?: Grid) {
  return compute({ values, ...(log && { log }) }, (g, { values: tensor, log: exact }) => ({
    loss: cross_entropy.perRow(
      g,
      {
        value: { type, tensor: tensor!, ...(exact && { log: exact }) },
        output: MOOD_OUTPUT,
        mask: () => undefined,
        step: () => g.scalar(0),
        fitted: () => g.constant([1, 1, 1]),
        target: g.constant(labels, [labels.length], "int32"),
      },
      { label_smoothing: smoothing, class_weights: undefined },
    ),
  })).loss!;
}

describe("cross_entropy", () => {
  const chances = LOGITS.map(softmax);
  const surprise = chances.map((p, n) => -Math.log(p[LABELS[n]!]!));

  test("of logits is the negative log-probability of the true label", () => {
    expectClose(perRow(logits(MOOD), LOGITS), surprise);
  });

  test("of a probability is the same", () => {
    expectClose(perRow(probability(MOOD), chances), surprise);
  });

  test("with smoothing spreads its share evenly over the labels", () => {
    const expected = chances.map((p, n) => {
      const target = p.map((_, k) => 0.3 / 3 + (k === LABELS[n] ? 0.7 : 0));
      return -target.reduce((sum, t, k) => sum + t * Math.log(p[k]!), 0);
    });
    expectClose(perRow(logits(MOOD), LOGITS, 0.3), expected);
    expectClose(perRow(probability(MOOD), chances, 0.3), expected);
  });

  test("of logits so far apart that the probability is 0 is exact", () => {
    expectClose(perRow(logits(MOOD), [[-500, 500, 0]], 0, [0]), [1000]);
  });

  test("takes the logarithm that comes with a probability, and a floor where there is none", () => {
    const sure: Grid = [[0, 1, 0]];
    expectClose(perRow(probability(MOOD), sure, 0, [0], [[-250, 0, -300]]), [250]);
    const [floored] = perRow(probability(MOOD), sure, 0, [0]) as number[];
    expect(floored).toBeGreaterThan(50);
    expect(floored).toBeLessThan(100);
  });

  test("weighs records by their true label, as listed or as the training rows say", () => {
    const given = { type: logits(MOOD), values: LOGITS };
    const weights = [0.5, 2, 4];
    const expected = surprise.map((each, n) => each * weights[LABELS[n]!]!);
    const listed = compare("cross_entropy", given, MOOD_OUTPUT, LABELS, { class_weights: weights });
    expectClose(listed.rows, expected);
    const settings = { class_weights: "balanced" };
    expectClose(compare("cross_entropy", given, MOOD_OUTPUT, LABELS, settings, weights).rows, expected);
  });

  test("has a slope however sure the model is", () => {
    const given = { type: logits(MOOD), values: [[-500, 500, 0]] };
    for (const smoothing of [0, 0.1]) {
      const { slopes } = compare("cross_entropy", given, MOOD_OUTPUT, [0], {
        label_smoothing: smoothing,
        class_weights: undefined,
      });
      expect(slopes.every(Number.isFinite)).toBe(true);
      expect(slopes[0]).toBeLessThan(-0.9);
    }
  });
});
