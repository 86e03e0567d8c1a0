import fc from "fast-check";
import { expect, it } from "vitest";
import { thresholdsOf } from "../../../runtime/evaluate/curves.ts";
import { rank, rankedMetrics } from "../../../runtime/outputs/ranking.ts";

/** Scores that often tie. */
const rows = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 6 }), holds: fc.boolean() }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((all) => all.some(({ holds }) => holds) && all.some(({ holds }) => !holds));

const ranked = (all: readonly { score: number; holds: boolean }[]) =>
  rank(
    all.length,
    (row) => all[row]!.score,
    (row) => all[row]!.holds,
  );

it("has a threshold for each score that occurs, with the rates that counting gives", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const scores = [...new Set(all.map(({ score }) => score))].sort((a, b) => b - a);
      const [positives, negatives] = [true, false].map(
        (is) => all.filter(({ holds }) => holds === is).length,
      );
      const counted = scores.map((least) => {
        const told = all.filter(({ score }) => score >= least);
        const right = told.filter(({ holds }) => holds).length;
        return {
          truePositive: right / positives!,
          falsePositive: (told.length - right) / negatives!,
          precision: right / told.length,
        };
      });
      const nothing = { truePositive: 0, falsePositive: 0, precision: Number.NaN };
      expect(thresholdsOf(ranked(all))).toEqual([nothing, ...counted]);
    }),
  );
});

it("encloses the area and the precision that are told as metrics", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const ranking = ranked(all);
      const thresholds = thresholdsOf(ranking);
      let [area, precision] = [0, 0];
      for (const [i, at] of thresholds.slice(1).entries()) {
        const before = thresholds[i]!;
        area += ((at.falsePositive - before.falsePositive) * (at.truePositive + before.truePositive)) / 2;
        precision += (at.truePositive - before.truePositive) * at.precision;
      }
      const { auroc, average_precision } = rankedMetrics(ranking);
      expect(area).toBeCloseTo(auroc, 12);
      expect(precision).toBeCloseTo(average_precision, 12);
    }),
  );
});

it("is empty where all rows are alike", () => {
  expect(thresholdsOf(ranked([{ score: 1, holds: true }]))).toEqual([]);
  expect(thresholdsOf(ranked([{ score: 1, holds: false }]))).toEqual([]);
});
