import { describe, expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { pairedBootstrap, percentileInterval } from "../../../runtime/evaluate/bootstrap.ts";
import { estimateMetrics } from "../../../runtime/evaluate/intervals.ts";
import { categoryMeasure } from "../../../runtime/outputs/category.ts";

const TWO = categoryMeasure(2);

describe("an interval", () => {
  it("lies between percentiles", () => {
    const values = Array.from({ length: 1001 }, (_, i) => i);
    expect(percentileInterval(values.toReversed())).toEqual({ low: 25, high: 975 });
    expect(percentileInterval([3, Number.NaN])).toEqual({ low: 3, high: 3 });
  });
});

/** Scores that are 1 with a probability. */
function scores(rate: number, items: number, seed: number): number[] {
  const draw = createDraw(seed, ":scores");
  return Array.from({ length: items }, () => Number(draw(1000) < rate * 1000));
}

describe("metrics with intervals", () => {
  const answers = (right: readonly number[]) => ({
    truth: Float64Array.from(right, (_, i) => i % 2),
    predicted: Float64Array.from(right, (score, i) => (score === 1 ? i % 2 : 1 - (i % 2))),
    log_loss: Float64Array.from(right, (score) => 1 - score),
    brier: new Float64Array(right.length),
    confidence: new Float64Array(right.length).fill(1),
    rank: Float64Array.from(right, (isRight) => (isRight ? 0 : 1)),
    scores: Float64Array.from(
      [...right].flatMap((isRight, i) => (Number(isRight) === i % 2 ? [0, 1] : [1, 0])),
    ),
  });

  it("are centred on the value and as wide as the binomial says", () => {
    const right = scores(0.8, 400, 1);
    const rate = right.reduce((a, b) => a + b) / 400;
    const { accuracy, log_loss, loss } = estimateMetrics(TWO, answers(right), Float64Array.from(right), {
      seed: 3,
    });
    expect(accuracy.value).toBeCloseTo(rate, 12);
    expect(log_loss.value).toBeCloseTo(1 - rate, 12);
    expect(loss.low).toBeCloseTo(accuracy.low, 12);
    const deviation = 1.96 * Math.sqrt((rate * (1 - rate)) / 400);
    expect(accuracy.low).toBeCloseTo(rate - deviation, 1.9);
    expect(accuracy.high).toBeCloseTo(rate + deviation, 1.9);
  });

  it("are the same for the same seed", () => {
    const right = scores(0.7, 50, 2);
    const run = (seed: number) => estimateMetrics(TWO, answers(right), Float64Array.from(right), { seed });
    expect(run(1)).toEqual(run(1));
    expect(run(2)).not.toEqual(run(1));
  });

  it("have the width of 95 % of samples", () => {
    const covered = Array.from({ length: 100 }, (_, i) => {
      const right = scores(0.8, 100, 100 + i);
      const { accuracy } = estimateMetrics(TWO, answers(right), Float64Array.from(right), {
        seed: i,
        resamples: 300,
      });
      return Number(accuracy.low <= 0.8 && 0.8 <= accuracy.high);
    });
    expect(covered.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(86);
  });
});

describe("a comparison of two models", () => {
  it("sees no difference where there is none", () => {
    const same = [scores(0.8, 200, 1), scores(0.8, 200, 2)];
    expect(pairedBootstrap(same, same)).toEqual({ difference: { value: 0, low: 0, high: 0 }, p: 1 });
  });

  it("sees one that all items show", () => {
    const better = [scores(0.9, 500, 1), scores(0.9, 500, 2), scores(0.9, 500, 3)];
    const worse = [scores(0.7, 500, 4), scores(0.7, 500, 5), scores(0.7, 500, 6)];
    const { difference, p } = pairedBootstrap(better, worse, { seed: 1 });
    expect(difference.low).toBeGreaterThan(0.1);
    expect(difference.high).toBeLessThan(0.3);
    expect(p).toBeLessThan(0.01);
  });

  it("is the opposite when the models change places", () => {
    const [a, b] = [[scores(0.8, 60, 1)], [scores(0.75, 60, 2)]];
    const there = pairedBootstrap(a, b);
    const back = pairedBootstrap(b, a);
    expect(back.p).toBe(there.p);
    expect(back.difference.value).toBeCloseTo(-there.difference.value, 12);
    expect(back.difference.low).toBeCloseTo(-there.difference.high, 12);
  });

  it("is less sure where seeds disagree than where they agree", () => {
    const [good, bad, even] = [scores(0.9, 200, 1), scores(0.5, 200, 2), scores(0.7, 200, 3)];
    const width = ({ difference }: ReturnType<typeof pairedBootstrap>) => difference.high - difference.low;
    expect(width(pairedBootstrap([good, bad], [even, even]))).toBeGreaterThan(
      1.5 * width(pairedBootstrap([even, even], [good, good])),
    );
  });

  it("is refused where items do not correspond", () => {
    expect(() => pairedBootstrap([[1, 0]], [[1]])).toThrow("same items");
    expect(() => pairedBootstrap([[1]], [[1], [1]])).toThrow("same seeds");
    expect(() => pairedBootstrap([], [])).toThrow("at least one");
  });
});

describe("items of groups", () => {
  const groups = (size: number) => Array.from({ length: 400 }, (_, i) => Math.floor(i / size));
  const width = (by?: number) => {
    const right = Array.from({ length: 400 }, (_, i) => Math.floor(i / 20) % 2);
    const none = right.map(() => 0);
    const { difference } = pairedBootstrap([right], [none], by === undefined ? {} : { groups: groups(by) });
    expect(difference.value).toBe(0.5);
    return difference.high - difference.low;
  };

  it("are drawn together: twenty groups of equal items are as uncertain as twenty items", () => {
    expect(width(20) / (2 * 1.96 * Math.sqrt(0.25 / 20))).toBeGreaterThan(0.8);
    expect(width(20) / (2 * 1.96 * Math.sqrt(0.25 / 20))).toBeLessThan(1.2);
    expect(width(20)).toBeGreaterThan(3 * width());
  });

  it("are drawn by themselves where each is a group", () => {
    expect(width(1) / width()).toBeGreaterThan(0.8);
    expect(width(1) / width()).toBeLessThan(1.2);
  });

  it("need a group each", () => {
    expect(() => pairedBootstrap([[1, 0]], [[0, 0]], { groups: [1] })).toThrow(RangeError);
  });
});
