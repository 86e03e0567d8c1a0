import { describe, expect, it } from "vitest";
import type { Variable } from "../../../compiler/graph/graph.ts";
import type { FitRule } from "../../../compiler/plan/interface.ts";
import { fittedValues, unbalanced } from "../../../runtime/train/fit-variables.ts";
import { categoryOutput } from "../samples.ts";

const variable = (rule: FitRule): Variable => ({
  name: "loss/loss/weights",
  role: "frozen",
  shape: [3],
  dtype: "float32",
  initialiser: { kind: "ones" },
  origin: { path: "loss" },
  fitted: { rule, output: "wanted" },
});

function fitted(rule: FitRule, data: Int32Array | Float32Array, shape: readonly number[]): number[] {
  const width = shape.reduce((a, b) => a * b, 1);
  const dtype = data instanceof Int32Array ? "int32" : "float32";
  const split = {
    rows: data.length / width,
    hash: "",
    feeds: [{ name: "wanted", dtype, shape, width, data }],
  };
  return [...fittedValues([variable(rule)], split as never).get("loss/loss/weights")!.data];
}

describe("weights that are balanced", () => {
  it("let every label that occurs count alike, with a mean of 1 over the rows", () => {
    const labels = Int32Array.of(0, 0, 0, 2);
    const weights = fitted("class_weights", labels, []);
    expect(weights).toEqual([Math.fround(4 / 6), 1, 2]);
    const mean = labels.reduce((sum, label) => sum + weights[label]!, 0) / labels.length;
    expect(mean).toBeCloseTo(1, 6);
  });

  it("weigh a tag by how often it is absent for each time it is there", () => {
    const rows = Float32Array.from([1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
    expect(fitted("positive_weights", rows, [3])).toEqual([3, 1, 1]);
  });

  it("are told apart from labels that no training row has", () => {
    const outputs = [{ ...categoryOutput("wanted", ["a", "b", "c"]) }];
    const told = (data: Int32Array) => {
      const feeds = [{ name: "wanted", dtype: "int32" as const, shape: [], width: 1, data }];
      const face = { model: "M", inputs: [], outputs };
      const compiled = { variables: [variable("class_weights")], interface: face };
      return unbalanced(compiled, { feeds });
    };
    expect(told(Int32Array.of(0, 1, 2, 1))).toEqual([]);
    expect(told(Int32Array.of(0, 0, 2))).toEqual([
      'no training row of wanted has "b", so that what is balanced leaves it at 1',
    ]);
  });
});

describe("targets that are standardised", () => {
  it("have the mean and the deviation of each of their numbers, and 1 where all are equal", () => {
    const rows = Float32Array.from([100, 7, 0.1, 104, 7, 0.3, 96, 7, 0.2, 100, 7, 0.2]);
    const mean = fitted("target_mean", rows, [3]);
    const deviation = fitted("target_deviation", rows, [3]);
    for (const [i, value] of [100, 7, 0.2].entries()) expect(mean[i]).toBeCloseTo(value, 5);
    for (const [i, value] of [Math.sqrt(8), 1, Math.sqrt(0.005)].entries()) {
      expect(deviation[i]).toBeCloseTo(value, 5);
    }
  });
});
