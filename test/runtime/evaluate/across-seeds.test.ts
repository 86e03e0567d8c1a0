import { describe, expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { estimateAcrossSeeds } from "../../../runtime/evaluate/across-seeds.ts";
import { type CategoryColumn, categoryMeasure } from "../../../runtime/outputs/category.ts";
import type { Answers } from "../../../runtime/outputs/define.ts";

const TWO = categoryMeasure(2);

/** Answers that are right with a probability. */
function answers(rate: number, rows: number, seed: number): Answers<CategoryColumn> {
  const draw = createDraw(seed, ":answers");
  const right = Array.from({ length: rows }, () => draw(1000) < rate * 1000);
  return {
    truth: Float64Array.from(right, (_, i) => i % 2),
    predicted: Float64Array.from(right, (isRight, i) => (isRight ? i % 2 : 1 - (i % 2))),
    log_loss: Float64Array.from(right, (isRight) => (isRight ? 0 : 1)),
    brier: new Float64Array(right.length),
    confidence: new Float64Array(right.length).fill(1),
    rank: Float64Array.from(right, (isRight) => (isRight ? 0 : 1)),
    scores: Float64Array.from(
      [...right].flatMap((isRight, i) => (Number(isRight) === i % 2 ? [0, 1] : [1, 0])),
    ),
  };
}

describe("metrics across seeds", () => {
  it("are the mean of the seeds', within an interval", () => {
    const runs = [answers(0.7, 300, 1), answers(0.8, 300, 2)];
    const shares = runs.map(
      ({ truth, predicted }) => truth.filter((label, i) => label === predicted[i]).length / 300,
    );
    const { accuracy } = estimateAcrossSeeds(TWO, runs);
    expect(accuracy.value).toBeCloseTo((shares[0]! + shares[1]!) / 2, 12);
    expect(accuracy.low).toBeLessThan(accuracy.value);
    expect(accuracy.high).toBeGreaterThan(accuracy.value);
  });

  it("are as wide as the binomial says for one seed, and wider for seeds that differ", () => {
    const width = (runs: readonly Answers<CategoryColumn>[]) => {
      const { low, high } = estimateAcrossSeeds(TWO, runs).accuracy;
      return high - low;
    };
    const one = width([answers(0.7, 400, 1)]);
    expect(one / (2 * 1.96 * Math.sqrt((0.7 * 0.3) / 400))).toBeGreaterThan(0.8);
    expect(one / (2 * 1.96 * Math.sqrt((0.7 * 0.3) / 400))).toBeLessThan(1.2);
    expect(width([answers(0.5, 400, 1), answers(0.9, 400, 2)])).toBeGreaterThan(2 * one);
  });

  it("are refused for other rows", () => {
    expect(() => estimateAcrossSeeds(TWO, [answers(0.5, 10, 1), answers(0.5, 12, 1)])).toThrow(RangeError);
    expect(() => estimateAcrossSeeds(TWO, [])).toThrow(RangeError);
  });
});
