import { describe, expect, it } from "vitest";
import { createBins } from "../../../runtime/evaluate/temperatures.ts";

describe("calibration before and after a temperature", () => {
  it("is that of the softmax at both", () => {
    const bins = createBins(2);
    // Right with margins -2 and -4, wrong with 2 and -1; the third row does not count.
    bins.add(Float32Array.of(0, -2, -4, 2, 0, -1, 9, 0, 0), Float32Array.of(1, 1, 0));
    const sure = (t: number, margins: readonly number[]) => {
      const weights = margins.map((margin) => Math.exp(margin / t));
      return Math.max(...weights) / weights.reduce((a, b) => a + b);
    };
    // At 1 both rows share a bin, 0.87 and 0.84; at 2 they are 0.67 and 0.63.
    const error = (t: number, together: boolean) => {
      const [a, b] = [sure(t, [0, -2, -4]), sure(t, [2, 0, -1])];
      return together ? Math.abs(a + b - 1) / 2 : (1 - a + b) / 2;
    };
    const sameBin = (t: number) =>
      Math.ceil(15 * sure(t, [0, -2, -4])) === Math.ceil(15 * sure(t, [2, 0, -1]));
    const { rows, before, after } = bins.errors();
    expect(rows).toBe(2);
    expect(before).toBeCloseTo(error(1, sameBin(1)), 9);
    expect(after).toBeCloseTo(error(2, sameBin(2)), 9);
  });

  it("falls where decisions were too sure", () => {
    const bins = createBins(20);
    // Three of four right, and nearly certain of each.
    for (const margin of [-9, -9, -9, 9]) bins.add(Float32Array.of(0, margin), Float32Array.of(1));
    const { before, after } = bins.errors();
    expect(before).toBeCloseTo(0.25, 3);
    expect(after).toBeLessThan(before);
  });
});
