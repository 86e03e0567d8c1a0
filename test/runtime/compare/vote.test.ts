import { describe, expect, it } from "vitest";
import type { OutputSpec } from "../../../compiler/plan/interface.ts";
import { canVote, voteOf } from "../../../runtime/compare/vote.ts";
import { createAnswers, measureOf } from "../../../runtime/evaluate/tally.ts";

const mood = {
  kind: "category",
  name: "mood",
  category: { name: "Mood", labels: ["glad", "sad", "calm"] },
  target: { dtype: "int32", shape: [] },
} as unknown as OutputSpec;

const number = {
  kind: "number",
  name: "price",
  target: { dtype: "float32", shape: [] },
} as unknown as OutputSpec;

function answered(output: OutputSpec, given: readonly number[], targets: readonly number[]) {
  const answers = createAnswers(measureOf(output), targets.length);
  targets.forEach((_, row) => {
    measureOf(output).answer(Float32Array.from(given), Float32Array.from(targets), row, answers, row);
  });
  return answers;
}

describe("the plain vote of several models", () => {
  it("averages probabilities, and decides by them", () => {
    const vote = voteOf(mood, [
      answered(mood, [0.6, 0.4, 0, 0.1, 0.2, 0.7], [1, 2]),
      answered(mood, [0.1, 0.5, 0.4, 0.3, 0.3, 0.4], [1, 2]),
    ]);
    [0.35, 0.45, 0.2, 0.2, 0.25, 0.55].forEach((p, i) => {
      expect(vote.scores![i]).toBeCloseTo(p, 6);
    });
    expect([...vote.predicted!]).toEqual([1, 2]);
    expect([...vote.truth!]).toEqual([1, 2]);
    expect(vote.log_loss![0]).toBeCloseTo(-Math.log(0.45), 5);
  });

  it("averages numbers", () => {
    const vote = voteOf(number, [answered(number, [1, 5], [2, 2]), answered(number, [3, 1], [2, 2])]);
    expect([...vote.predicted!]).toEqual([2, 3]);
  });

  it("is not to be had of sequences", () => {
    expect(canVote({ kind: "sequence" } as OutputSpec)).toBe(false);
    expect(canVote(mood)).toBe(true);
  });
});
