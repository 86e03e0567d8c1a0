import { describe, expect, test } from "vitest";
import { expectClose, type Grid, softmax } from "../operators/kit/arrays.ts";
import { logits, MOOD, probability } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";

const GRADE = outputOf({ kind: "ordered", category: MOOD });
const LABELS = [0, 2, 1];
const LOGITS: Grid = [
  [1, -2, 0.5],
  [0, 3, -1],
  [-0.5, 0.25, 2],
];

describe("ordinal", () => {
  const expected = LOGITS.map((row, n) => {
    const p = softmax(row);
    const upTo = [p[0]!, p[0]! + p[1]!];
    return upTo.reduce((sum, below, k) => sum - Math.log(LABELS[n]! > k ? 1 - below : below), 0);
  });

  test("sums the surprise at every step between two labels", () => {
    expectClose(compare("ordinal", { type: logits(MOOD), values: LOGITS }, GRADE, LABELS).rows, expected);
    const chances = { type: probability(MOOD), values: LOGITS.map(softmax) };
    expectClose(compare("ordinal", chances, GRADE, LABELS).rows, expected);
  });

  test("costs more the more steps a decision is off", () => {
    const sure = (label: number) => ({
      type: logits(MOOD),
      values: [[0, 1, 2].map((k) => (k === label ? 9 : 0))],
    });
    const [right, near, far] = [0, 1, 2].map((label) => compare("ordinal", sure(label), GRADE, [0]).rows[0]!);
    expect(right).toBeLessThan(0.01);
    expect(far! / near!).toBeGreaterThan(1.8);
  });

  test("is exact, with a slope, where the model is sure of the wrong end", () => {
    const { rows, slopes } = compare("ordinal", { type: logits(MOOD), values: [[-500, 0, 500]] }, GRADE, [0]);
    expectClose(rows, [1000 + 500]);
    expect(slopes.every(Number.isFinite)).toBe(true);
    expect(slopes[2]).toBeGreaterThan(0.9);
  });
});
