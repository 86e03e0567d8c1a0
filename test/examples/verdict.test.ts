import { describe, expect, it } from "vitest";
import { type Measured, mapRecord, verdict, withSubsets } from "../../examples/kit/verdict.ts";
import { createAnswers } from "../../runtime/evaluate/tally.ts";
import { type CategoryColumn, categoryMeasure } from "../../runtime/outputs/category.ts";
import type { Answers } from "../../runtime/outputs/define.ts";

const ROWS = 200;

/** A model that is right about a share of rows, with two seeds. */
function model(title: string, share: number, alone?: string): Measured {
  const truth = Array.from({ length: ROWS }, (_, i) => i % 2);
  // Right and wrong lie alike among both labels.
  const predicted = truth.map((label, i) => (i < share * ROWS ? label : 1 - label));
  const probabilities = new Float32Array(
    predicted.flatMap((label) => (label === 0 ? [0.9, 0.1] : [0.1, 0.9])),
  );
  const measure = categoryMeasure(2);
  const answers: Answers<CategoryColumn> = createAnswers(measure, ROWS);
  truth.forEach((_, row) => {
    measure.answer(probabilities, Int32Array.from(truth), row, answers, row);
  });
  const run = {
    labels: 2,
    answers: mapRecord(answers, (column) => Array.from(column)),
    seconds: 3,
    waiting: 0.3 * share,
    subsets: [
      { inputs: ["a", "b"], accuracy: share },
      { inputs: ["a"], accuracy: share / 2 },
    ],
  };
  return {
    file: title,
    title,
    parameters: 1234,
    runs: [run, run],
    ...(alone === undefined ? {} : { alone }),
  };
}

describe("the words beside a table", () => {
  const alone = [model("a alone", 0.7, "a"), model("b alone", 0.6, "b")];

  it("name the best single input, and what beats it", () => {
    const text = verdict([...alone, model("early", 0.9), model("late", 0.7), model("gated", 0.4)]);
    expect(text).toContain("| model | test accuracy, % | macro-F1, % | less a alone, points |");
    expect(text).toMatch(
      /\| early \| 90\.0 \(8\d\.\d to 9\d\.\d\) \| .* \| 20\.0 \(1\d\.\d to 2\d\.\d\) \| 1,234 \| 3 \|/,
    );
    expect(text).toContain(
      "Fusing beats the best single input, a alone, beyond the noise, though not in every way.",
    );
    expect(text).toContain("Better than a alone beyond the noise: early.");
    expect(text).toContain("Worse than a alone beyond the noise: gated.");
    expect(text).toContain("the interval of the difference holds 0: late.");
  });

  it("say so where nothing does", () => {
    const text = verdict([...alone, model("early", 0.7), model("late", 0.5)]);
    expect(text).toContain("Fusing does not beat the best single input, a alone, beyond the noise.");
    expect(text).not.toContain("Better");
  });

  it("tell for which model the engine waited longest", () => {
    expect(verdict([...alone, model("early", 0.9)])).toMatch(
      /While training, the engine waited for rows for 9\.0 % of the time at most \(early\)\.$/,
    );
  });

  it("find less where rows are of few groups", () => {
    const better = [...alone, model("early", 0.75)];
    const groups = Array.from({ length: ROWS }, (_, i) => Math.floor(i / 50));
    expect(verdict(better)).toContain("Better than a alone");
    expect(verdict(better, { groups })).not.toContain("Better than a alone");
  });

  it("set beside each input what its own model gives", () => {
    const lines = withSubsets([...alone, model("early", 0.9)]).split("\n");
    expect(lines).toEqual([
      "| inputs of the record | early | model of this input alone |",
      "| --- | --: | --: |",
      "| a, b | 90.0 |  |",
      "| a | 45.0 | 70.0 |",
    ]);
  });
});
