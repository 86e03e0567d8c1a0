import { describe, expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { pairedBootstrap } from "../../../runtime/evaluate/bootstrap.ts";
import { resampleModels } from "../../../runtime/evaluate/resample-models.ts";
import { regressionMeasure } from "../../../runtime/outputs/regression.ts";

const ROWS = 300;

/** Predictions of zeros that are off by so much and a little noise. */
function off(by: number, seed: number) {
  const draw = createDraw(seed, ":noise");
  return {
    truth: new Float64Array(ROWS),
    predicted: Float64Array.from({ length: ROWS }, () => by + draw(1000) / 1000),
  };
}

const errors = ({ predicted }: ReturnType<typeof off>) => predicted.map(Math.abs);

describe("several models, measured on rows and seeds that are drawn again and again", () => {
  const a = [off(1, 1), off(1.1, 2), off(1.2, 3)];
  const b = [off(1.3, 4), off(1.2, 5), off(1.4, 6)];
  const resampled = resampleModels(regressionMeasure(1), [a, b]);

  it("have the means of their seeds", () => {
    const mean = a.reduce((sum, one) => sum + errors(one).reduce((x, y) => x + y, 0) / ROWS, 0) / 3;
    expect(resampled.estimates(0).mae.value).toBeCloseTo(mean, 12);
  });

  it("differ as the paired bootstrap of an independent implementation says", () => {
    const own = resampled.difference(0, 1, "mae");
    const { difference } = pairedBootstrap(a.map(errors), b.map(errors));
    expect(own.value).toBeCloseTo(difference.value, 10);
    const width = (estimate: typeof own) => estimate.high - estimate.low;
    expect(width(own) / width(difference)).toBeGreaterThan(0.85);
    expect(width(own) / width(difference)).toBeLessThan(1.18);
    expect(own.high).toBeLessThan(0);
  });

  it("do not differ from themselves", () => {
    const same = resampleModels(regressionMeasure(1), [a, a]).difference(0, 1, "mae");
    expect(same).toEqual({ value: 0, low: 0, high: 0 });
  });

  it("are refused where rows or seeds do not correspond", () => {
    const other = { ...a[0]!, truth: new Float64Array(ROWS).fill(1) };
    expect(() => resampleModels(regressionMeasure(1), [a, a.slice(1)])).toThrow(RangeError);
    expect(() => resampleModels(regressionMeasure(1), [[a[0]!], [other]])).toThrow(RangeError);
    expect(() => resampleModels(regressionMeasure(1), [])).toThrow(RangeError);
  });
});
