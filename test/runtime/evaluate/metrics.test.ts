import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRows, createTally, restoreTally, storeTally } from "../../../runtime/evaluate/tally.ts";
import { categoryMeasure } from "../../../runtime/outputs/category.ts";
import { labelMetrics } from "../../../runtime/outputs/confusion.ts";

/** A tally of rows of probabilities with their true labels. */
function tallied(rows: readonly (readonly [truth: number, ...probabilities: number[]])[], labels: number) {
  const measure = categoryMeasure(labels);
  const tally = createTally(measure);
  const probabilities = Float32Array.from(rows.flatMap(([, ...row]) => row));
  addRows(
    measure,
    tally,
    probabilities,
    Int32Array.from(rows, ([truth]) => truth),
    rows.length,
  );
  return {
    ...tally,
    labels,
    confusion: [...tally.sums.subarray(0, labels * labels)],
    metrics: measure.metrics(tally),
  };
}

describe("metrics", () => {
  it("of five rows worked out by hand", () => {
    // True 0 0 1 1 2, likeliest 0 1 1 1 0.
    const tally = tallied(
      [
        [0, 0.5, 0.25, 0.25],
        [0, 0.25, 0.5, 0.25],
        [1, 0.25, 0.5, 0.25],
        [1, 0, 1, 0],
        [2, 0.5, 0.25, 0.25],
      ],
      3,
    );
    expect(tally.confusion).toEqual([1, 1, 0, 0, 2, 0, 1, 0, 0]);
    const { accuracy, macro_f1, balanced_accuracy, log_loss } = tally.metrics;
    expect(accuracy).toBeCloseTo(3 / 5, 12);
    // F1: 2·1/(2+2), 2·2/(2+3), 0.
    expect(macro_f1).toBeCloseTo((0.5 + 0.8 + 0) / 3, 12);
    expect(balanced_accuracy).toBeCloseTo((0.5 + 1 + 0) / 3, 12);
    expect(log_loss).toBeCloseTo((6 * Math.LN2) / 5, 12); // 1 + 2 + 1 + 0 + 2 halvings
    expect(labelMetrics(tally.sums, 3)[1]).toEqual({
      rows: 2,
      predicted: 3,
      correct: 2,
      precision: 2 / 3,
      recall: 1,
      f1: 0.8,
    });
  });

  it("leave out labels that never occur", () => {
    const tally = tallied([[0, 1, 0, 0], [1, 0, 1, 0]], 3); // biome-ignore format: rows
    expect(tally.metrics).toMatchObject({ macro_f1: 1, balanced_accuracy: 1 });
    expect(labelMetrics(tally.sums, 3)[2]).toMatchObject({
      rows: 0,
      precision: Number.NaN,
      recall: Number.NaN,
      f1: Number.NaN,
    });
  });

  it("let no single row decide the log loss", () => {
    expect(tallied([[0, 0, 1]], 2).metrics.log_loss).toBeCloseTo(23 * Math.LN2, 12);
  });

  it("take the first of equally likely labels", () => {
    expect(tallied([[1, 0.5, 0.5]], 2).confusion).toEqual([0, 0, 1, 0]);
  });

  it("of nothing are no numbers", () => {
    expect(Object.values(tallied([], 3).metrics)).toEqual(Array(8).fill(Number.NaN));
  });

  const answers = fc.integer({ min: 2, max: 5 }).chain((labels) => {
    const row = fc.tuple(
      fc.nat(labels - 1),
      fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: labels, maxLength: labels }),
    );
    return fc.record({ labels: fc.constant(labels), rows: fc.array(row, { minLength: 1, maxLength: 30 }) });
  });

  it("lie between 0 and 1, and are 1 where all is right", () => {
    fc.assert(
      fc.property(answers, ({ labels, rows }) => {
        const {
          log_loss,
          brier: _,
          top_3,
          top_5,
          ...shares
        } = tallied(
          rows.map(([truth, p]) => [truth, ...p] as const),
          labels,
        ).metrics;
        expect(log_loss).toBeGreaterThanOrEqual(0);
        expect([top_3, top_5].map(Number.isNaN)).toEqual([labels <= 3, labels <= 5]);
        for (const share of Object.values(shares)) expect(share >= 0 && share <= 1).toBe(true);
        const right = rows.map(
          ([truth]) => [truth, ...Array.from({ length: labels }, (_, i) => Number(i === truth))] as const,
        );
        expect(tallied(right, labels).metrics).toMatchObject({
          accuracy: 1,
          macro_f1: 1,
          balanced_accuracy: 1,
          log_loss: 0,
          brier: 0,
          calibration_error: 0,
        });
      }),
    );
  });

  it("do not depend on how rows are split into batches, nor on a stop in between", () => {
    fc.assert(
      fc.property(answers, fc.nat(30), ({ labels, rows }, at) => {
        const all = rows.map(([truth, p]) => [truth, ...p] as const);
        const measure = categoryMeasure(labels);
        const resumed = createTally(measure);
        restoreTally(resumed, JSON.parse(JSON.stringify(storeTally(tallied(all.slice(0, at), labels)))));
        const rest = all.slice(at);
        const probabilities = Float32Array.from(rest.flatMap(([, ...p]) => p));
        addRows(
          measure,
          resumed,
          probabilities,
          Int32Array.from(rest, ([truth]) => truth),
          rest.length,
        );
        const { rows: count, sums } = tallied(all, labels);
        expect(resumed).toEqual({ rows: count, sums });
      }),
    );
  });
});
