import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { estimateMetrics } from "../../../runtime/evaluate/intervals.ts";
import { addRows, createAnswers, createTally } from "../../../runtime/evaluate/tally.ts";
import { categoryMeasure } from "../../../runtime/outputs/category.ts";
import type { Measure } from "../../../runtime/outputs/define.ts";
import { rank, rankedMetrics } from "../../../runtime/outputs/ranking.ts";
import { regressionMeasure } from "../../../runtime/outputs/regression.ts";
import { setMeasure } from "../../../runtime/outputs/set.ts";
import { NO_PYTHON, python } from "../../kit/python.ts";

interface Scored {
  readonly score: number;
  readonly positive: boolean;
  readonly times: number;
}

/** The share of pairs of a positive and a negative row that stand rightly, ties by half. */
function areaByPairs(rows: readonly Scored[]): number {
  let [right, pairs] = [0, 0];
  for (const a of rows.filter(({ positive }) => positive)) {
    for (const b of rows.filter(({ positive }) => !positive)) {
      const weight = a.times * b.times;
      pairs += weight;
      right += weight * (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0);
    }
  }
  return right / pairs;
}

/** Precision at each threshold, weighed by the recall that it adds. */
function precisionByThresholds(rows: readonly Scored[]): number {
  const positives = rows.reduce((sum, { positive, times }) => sum + (positive ? times : 0), 0);
  if (positives === 0) return Number.NaN;
  const thresholds = [...new Set(rows.map(({ score }) => score))].sort((a, b) => b - a);
  let [recall, area] = [0, 0];
  for (const threshold of thresholds) {
    const told = rows.filter(({ score }) => score >= threshold);
    const all = told.reduce((sum, { times }) => sum + times, 0);
    const right = told.reduce((sum, { positive, times }) => sum + (positive ? times : 0), 0);
    if (all > 0) area += (right / positives - recall) * (right / all);
    recall = right / positives;
  }
  return area;
}

describe("ranked metrics", () => {
  const row = fc.record({
    score: fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8),
    positive: fc.boolean(),
    times: fc.nat(3),
  });

  it("are what pairs and thresholds say, with ties and with rows that count several times", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), (rows) => {
        const ranking = rank(
          rows.length,
          (i) => rows[i]!.score,
          (i) => rows[i]!.positive,
        );
        const { auroc, average_precision } = rankedMetrics(
          ranking,
          rows.map(({ times }) => times),
        );
        const expected = [areaByPairs(rows), precisionByThresholds(rows)];
        for (const [i, found] of [auroc, average_precision].entries()) {
          if (Number.isNaN(expected[i])) expect(found).toBeNaN();
          else expect(found).toBeCloseTo(expected[i]!, 12);
        }
      }),
    );
  });

  it("are one half for scores that are all alike, and 1 where all positive rows stand first", () => {
    const alike = rank(6, () => 0.3, (i) => i % 2 === 0); // biome-ignore format: short
    expect(rankedMetrics(alike)).toEqual({ auroc: 0.5, average_precision: 0.5 });
    const first = rank(6, (i) => -i, (i) => i < 2); // biome-ignore format: short
    expect(rankedMetrics(first)).toEqual({ auroc: 1, average_precision: 1 });
  });
});

/** Probabilities of labels, and a true one for each row. */
function sample(rows: number, labels: number, seed: number) {
  const draw = createDraw(seed, ":ranking");
  const truth = Int32Array.from({ length: rows }, () => draw(labels));
  const given = Float32Array.from({ length: rows * labels }, (_, i) => {
    const isTrue = truth[Math.floor(i / labels)] === i % labels;
    return (1 + draw(1 << 20)) * (isTrue ? 2.5 : 1);
  });
  for (let row = 0; row < rows; row++) {
    const own = given.subarray(row * labels, (row + 1) * labels);
    const sum = own.reduce((a, b) => a + b, 0);
    for (let label = 0; label < labels; label++) own[label]! /= sum;
  }
  return { truth, given };
}

/** All metrics of rows. */
function measured(measure: Measure, given: Float32Array, targets: Float32Array | Int32Array, rows: number) {
  const tally = createTally(measure);
  const answers = createAnswers(measure, rows);
  addRows(measure, tally, given, targets, rows, answers, true);
  return { ...measure.metrics(tally), ...measure.rank?.(answers, rows)() };
}

describe("metrics of one label", () => {
  const [rows, labels] = [60, 6];
  const { truth, given } = sample(rows, labels, 1);
  const metrics = measured(categoryMeasure(labels), given, truth, rows);
  const places = Array.from({ length: rows }, (_, row) => row);
  const p = (row: number, label: number) => given[row * labels + label]!;
  const mean = (of: (row: number) => number) => places.reduce((sum, row) => sum + of(row), 0) / rows;

  it("rank labels by how many are likelier than the true one", () => {
    const among = (k: number) => (row: number) => {
      const own = Array.from({ length: labels }, (_, label) => label);
      const best = own.sort((a, b) => p(row, b) - p(row, a) || a - b).slice(0, k);
      return Number(best.includes(truth[row]!));
    };
    expect(metrics.top_3).toBeCloseTo(mean(among(3)), 12);
    expect(metrics.top_5).toBeCloseTo(mean(among(5)), 12);
    expect(metrics.top_5).toBeGreaterThan(metrics.top_3!);
    expect(categoryMeasure(3).metrics(createTally(categoryMeasure(3))).top_3).toBeNaN();
  });

  it("square the distance of the probabilities from the truth", () => {
    const distance = (row: number) =>
      Array.from({ length: labels }, (_, label) => (p(row, label) - Number(truth[row] === label)) ** 2);
    expect(metrics.brier).toBeCloseTo(
      mean((row) => distance(row).reduce((a, b) => a + b) / 2),
      12,
    );
  });

  it("hold confidence against being right, in 15 bins", () => {
    const bins = new Map<number, { sure: number; right: number }>();
    for (const row of places) {
      const own = Array.from({ length: labels }, (_, label) => p(row, label));
      const sure = Math.max(...own);
      const bin = Math.ceil(sure * 15);
      const before = bins.get(bin) ?? { sure: 0, right: 0 };
      const right = Number(own.indexOf(sure) === truth[row]);
      bins.set(bin, { sure: before.sure + sure, right: before.right + right });
    }
    const apart = [...bins.values()].reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0);
    expect(metrics.calibration_error).toBeCloseTo(apart / rows, 12);
  });

  it("have intervals, those that rank rows too", () => {
    const measure = categoryMeasure(labels);
    const answers = createAnswers(measure, rows);
    addRows(measure, createTally(measure), given, truth, rows, answers, true);
    const losses = new Float64Array(rows);
    const { auroc, top_3 } = estimateMetrics(measure, answers, losses, { resamples: 200 });
    expect(auroc.value).toBeCloseTo(metrics.auroc!, 12);
    for (const { low, value, high } of [auroc, top_3]) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });
});

describe("metrics of numbers and sets", () => {
  it("tell how numbers go together, however far they lie from 0", () => {
    const far = 1e5;
    const told = Float32Array.of(far + 1, far + 2, far + 4);
    const { correlation } = measured(regressionMeasure(1), told, Float32Array.of(3, 5, 6), 3);
    // Deviations -4/3, -1/3, 5/3 and -5/3, 1/3, 4/3.
    expect(correlation).toBeCloseTo((20 - 1 + 20) / 9 / Math.sqrt((42 / 9) * (42 / 9)), 9);
    const alike = measured(regressionMeasure(1), Float32Array.of(1, 1), Float32Array.of(1, 2), 2);
    expect(alike.correlation).toBeNaN();
  });

  it("hold every label of a set against its absence", () => {
    // Label 0: 0.9 and 0.2 with it, 0.6 without. Label 1: every row has it.
    const given = Float32Array.of(0.9, 0.8, 0.2, 0.7, 0.6, 0.4);
    const metrics = measured(setMeasure(2), given, Float32Array.of(1, 1, 1, 1, 0, 1), 3);
    expect(metrics.hamming_loss).toBeCloseTo(3 / 6, 12);
    // Of label 0 one of two is told, and of one without none; label 1 is left out.
    expect(metrics.balanced_accuracy).toBeCloseTo((1 / 2 + 0) / 2, 12);
    expect(metrics.auroc).toBeCloseTo(1 / 2, 12);
    expect(metrics.average_precision).toBeCloseTo((1 / 2 + (1 / 2) * (2 / 3) + 1) / 2, 12);
    expect(metrics.brier).toBeCloseTo((0.01 + 0.64 + 0.36 + 0.04 + 0.09 + 0.36) / 6, 6);
    const surprise = [0.9, 0.2, 0.4, 0.8, 0.7, 0.4].reduce((sum, p) => sum - Math.log(p), 0);
    expect(metrics.log_loss).toBeCloseTo(surprise / 6, 6);
    // Each row of a label has a bin of its own.
    expect(metrics.calibration_error).toBeCloseTo((0.1 + 0.8 + 0.6 + 0.2 + 0.3 + 0.6) / 6, 6);
  });
});

describe.skipIf(NO_PYTHON)("metrics as Python's scikit-learn has them", () => {
  const SCRIPT = `
import numpy as np
from sklearn import metrics as m
y, p = np.array(given["truth"]), np.array(given["given"])
labels = np.arange(p.shape[1])
hot = np.eye(len(labels))[y]
told = p.argmax(1)
answer = {
  "accuracy": m.accuracy_score(y, told),
  "balanced_accuracy": m.balanced_accuracy_score(y, told),
  "macro_f1": m.f1_score(y, told, average="macro"),
  "auroc": m.roc_auc_score(y, p, multi_class="ovr", average="macro"),
  "average_precision": m.average_precision_score(hot, p, average="macro"),
  "top_3": m.top_k_accuracy_score(y, p, k=3, labels=labels),
  "log_loss": m.log_loss(y, p),
  "brier": ((p - hot) ** 2).sum(1).mean() / 2,
}`;
  it("for one label of several", () => {
    const [rows, labels] = [300, 5];
    const { truth, given } = sample(rows, labels, 2);
    const metrics = measured(categoryMeasure(labels), given, truth, rows);
    const table = Array.from({ length: rows }, (_, row) => [
      ...given.subarray(row * labels, (row + 1) * labels),
    ]);
    const expected = python(SCRIPT, { truth: [...truth], given: table }) as Record<string, number>;
    for (const [name, value] of Object.entries(expected)) expect(metrics[name], name).toBeCloseTo(value, 5);
  });

  it("for sets and numbers", () => {
    const draw = createDraw(3, ":python");
    const truth = Float32Array.from({ length: 120 }, () => draw(2));
    const given = truth.map((has) => (draw(100) + (has === 1 ? 30 : 0)) / 131);
    const rowsOf = (all: Float32Array) =>
      Array.from({ length: 40 }, (_, r) => [...all.subarray(3 * r, 3 * r + 3)]);
    const script = `
import numpy as np
from sklearn import metrics as m
y, p = np.array(given["truth"]), np.array(given["given"])
told = (p > 0.5).astype(int)
mean = lambda of: float(np.mean([of(y[:, k], p[:, k], told[:, k]) for k in range(3)]))
answer = {"sets": {
  "macro_f1": m.f1_score(y, told, average="macro"),
  "hamming_loss": m.hamming_loss(y, told),
  "auroc": m.roc_auc_score(y, p, average="macro"),
  "average_precision": m.average_precision_score(y, p, average="macro"),
  "balanced_accuracy": mean(lambda y, p, t: m.balanced_accuracy_score(y, t)),
  "brier": mean(lambda y, p, t: m.brier_score_loss(y, p)),
  "log_loss": mean(lambda y, p, t: m.log_loss(y, p)),
}, "numbers": {
  "mae": m.mean_absolute_error(y, p), "rmse": m.mean_squared_error(y, p) ** 0.5, "r2": m.r2_score(y, p),
  "correlation": mean(lambda y, p, t: np.corrcoef(y, p)[0, 1]),
}}`;
    const { sets, numbers } = python(script, { truth: rowsOf(truth), given: rowsOf(given) }) as Record<
      "sets" | "numbers",
      Record<string, number>
    >;
    const found = { ...measured(setMeasure(3), given, truth, 40) };
    for (const [name, value] of Object.entries(sets)) expect(found[name], name).toBeCloseTo(value, 5);
    const also = measured(regressionMeasure(3), given, truth, 40);
    for (const [name, value] of Object.entries(numbers)) expect(also[name], name).toBeCloseTo(value, 5);
  });
});
