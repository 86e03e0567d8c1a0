import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { TfDtype } from "../../../../compiler/targets/tensorflow/dtypes.ts";
import { applyOperation, type OpName } from "../../../../compiler/targets/tensorflow/operation.ts";

const value = (dtype: TfDtype) => ({ node: "n", output: 0, dtype });
const [float, double, int, bool] = (["float", "double", "int32", "bool"] as const).map(value);

describe("applying an operation", () => {
  test("takes types of elements from inputs, and what else is missing from defaults", () => {
    const { attributes, results } = applyOperation("MatMul", [double!, double!], { transpose_b: true });
    expect(attributes).toEqual({
      transpose_a: { type: "bool", value: false },
      transpose_b: { type: "bool", value: true },
      T: { type: "type", value: "double" },
    });
    expect(results).toEqual(["double"]);
  });

  test("counts lists of inputs", () => {
    const { attributes } = applyOperation("ConcatV2", [float!, float!, float!, int!], {});
    expect(attributes.N).toEqual({ type: "int", value: 3 });
    expect(attributes.Tidx).toEqual({ type: "type", value: "int32" });
  });

  test.each<[string, OpName, unknown[], Record<string, unknown>, string]>([
    ["types that differ", "AddV2", [float, double], {}, "has float as its T, but is given double"],
    ["types that are not allowed", "Exp", [int], {}, "allows float, double as T, not int32"],
    ["another fixed type", "LogicalNot", [float], {}, "takes bool as x, not float"],
    ["too many inputs", "Exp", [float, float], {}, "takes 1 inputs, not 2"],
    ["too few inputs", "Equal", [bool], {}, "takes 2 inputs, not 1"],
    ["unknown attributes", "Exp", [float], { speed: 1 }, "has no attribute speed"],
    ["missing attributes", "Conv2D", [float, float], { padding: "SAME" }, "needs the attribute strides"],
    [
      "values of another type",
      "MatMul",
      [float, float],
      { transpose_a: 1 },
      "takes bool as transpose_a, not 1",
    ],
    [
      "values that are not allowed",
      "Conv2D",
      [float, float],
      { strides: [1, 1, 1, 1], padding: "same" },
      "not same",
    ],
  ])("refuses %s", (_, op, inputs, attributes, message) => {
    expect(() => applyOperation(op, inputs as Parameters<typeof applyOperation>[1], attributes)).toThrow(
      message,
    );
  });
});

describe("the table of operations", () => {
  test.skipIf(!process.env.FUSEWIRE_PYTHON)("agrees with the TensorFlow that Python has", () => {
    const command = ["--import", "tsx", "scripts/tensorflow-ops.ts"];
    expect(() => execFileSync(process.execPath, command, { stdio: "pipe" })).not.toThrow();
  });
});
