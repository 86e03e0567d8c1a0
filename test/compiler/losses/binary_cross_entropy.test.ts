import { describe, expect, test } from "vitest";
import type { ValueType } from "../../../compiler/types/value-type.ts";
import { expectClose, type Grid } from "../operators/kit/arrays.ts";
import { MOOD, probability } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";

const TAGS = outputOf({ kind: "set", category: MOOD });
const TYPE: ValueType = { ...probability(MOOD), kind: { name: "probabilities", of: MOOD } };
const LOGITS: Grid = [
  [1, -2, 0.5],
  [0, 3, -1],
];
const TARGETS: Grid = [
  [1, 0, 1],
  [0, 0, 0],
];
const chance = (z: number) => 1 / (1 + Math.exp(-z));
const given = { type: TYPE, values: LOGITS.map((row) => row.map(chance)), logit: LOGITS };

/** By the definition, label by label. */
const expected = (smoothing: number) =>
  LOGITS.map((row, n) => {
    const each = row.map((z, k) => {
      const t = TARGETS[n]![k]! * (1 - smoothing) + smoothing / 2;
      return -t * Math.log(chance(z)) - (1 - t) * Math.log(1 - chance(z));
    });
    return each.reduce((a, b) => a + b) / each.length;
  });

describe("binary_cross_entropy", () => {
  test("is the mean surprise over the labels", () => {
    expectClose(compare("binary_cross_entropy", given, TAGS, TARGETS).rows, expected(0));
  });

  test("with smoothing moves every target towards one half", () => {
    const { rows } = compare("binary_cross_entropy", given, TAGS, TARGETS, { label_smoothing: 0.2 });
    expectClose(rows, expected(0.2));
  });

  test("of probabilities without their logits is the same", () => {
    const { type, values } = given;
    expectClose(compare("binary_cross_entropy", { type, values }, TAGS, TARGETS).rows, expected(0));
  });

  test("of logits far out is exact, with a slope", () => {
    const logit = [[-500, 500, 1000]];
    const values = [[0, 1, 1]];
    const { rows, slopes } = compare("binary_cross_entropy", { type: TYPE, values, logit }, TAGS, [
      [1, 0, 1],
    ]);
    expectClose(rows, [1000 / 3]);
    expectClose(slopes, [-1 / 3, 1 / 3, 0]);
  });

  test("of probabilities that are 0 or 1 stays finite", () => {
    const { rows, slopes } = compare("binary_cross_entropy", { type: TYPE, values: [[0, 1, 0.5]] }, TAGS, [
      [1, 0, 1],
    ]);
    expect([...rows, ...slopes].every(Number.isFinite)).toBe(true);
    expect(rows[0]).toBeGreaterThan(10);
  });

  test("weighs what is there, label by label", () => {
    const weights = [3, 1, 0.5];
    const expected = LOGITS.map((row, n) => {
      const each = row.map((z, k) =>
        TARGETS[n]![k] === 1 ? -weights[k]! * Math.log(chance(z)) : -Math.log(1 - chance(z)),
      );
      return each.reduce((a, b) => a + b) / each.length;
    });
    const rows = (setting: unknown) =>
      compare("binary_cross_entropy", given, TAGS, TARGETS, { positive_weights: setting }, weights).rows;
    expectClose(rows(weights), expected);
    expectClose(rows("balanced"), expected);
  });
});
