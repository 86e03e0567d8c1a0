import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import type { Program } from "../../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../../compiler/graph/ops.ts";
import { simplify } from "../../../../compiler/graph/simplify.ts";
import { BATCH, type Tensor } from "../../../../compiler/graph/tensor.ts";
import { writeOnnx } from "../../../../compiler/targets/onnx/model.ts";
import { differences } from "../../graph/kit/close.ts";
import { interpret } from "../../graph/kit/interpret.ts";
import { programOf } from "../../graph/kit/on-engine.ts";
import { flat, sample } from "../../operators/kit/arrays.ts";
import { variable } from "../tensorflow/kit/programs.ts";
import { decodeModel, operatorsOf } from "./kit/decode.ts";
import { onOnnx } from "./kit/on-onnx.ts";

const numbers = (shape: readonly number[], seed: number) => ({ shape, data: flat(sample(shape, seed)) });

/** A program of images, with values for the weights that it reads by their shapes. */
function imageProgram(build: (g: Ops, images: Tensor, weight: (shape: number[]) => Tensor) => Tensor): {
  program: Program;
  given: Record<string, { shape: readonly number[]; data: number[] }>;
} {
  const g = createOps(createBuilder());
  const given: Record<string, { shape: readonly number[]; data: number[] }> = {
    image: numbers([3, 6, 6, 2], 1),
  };
  const weight = (shape: number[]) => {
    const name = `weight/${Object.keys(given).length}`;
    given[name] = numbers(shape, Object.keys(given).length);
    return g.read(variable(name, shape));
  };
  const images = g.feed({ name: "image", shape: [BATCH, 6, 6, 2], dtype: "float32" });
  return { program: programOf("predict", { out: build(g, images, weight) }), given };
}

const normalised = (g: Ops, x: Tensor, weight: (shape: number[]) => Tensor) => {
  const width = x.shape.at(-1) as number;
  const factor = g.mul(weight([width]), g.rsqrt(g.add(g.square(weight([width])), g.scalar(1e-3))));
  return g.add(g.mul(g.sub(x, weight([width])), factor), weight([width]));
};

async function expectOperators(
  { program, given }: ReturnType<typeof imageProgram>,
  operators: readonly string[],
): Promise<void> {
  const values = new Map(Object.entries(given).filter(([name]) => name !== "image"));
  expect(operatorsOf(writeOnnx(program, { values }).bytes)).toEqual(operators);
  const found = await onOnnx(program, given, { values }, "disabled");
  expect(differences(found, interpret(program.results, given, 3), 1e-5)).toEqual([]);
}

describe("with its weights inside, a graph", () => {
  test("has normalisation in the weights of convolutions, and transposes nothing", async () => {
    const program = imageProgram((g, x, weight) => {
      const first = g.relu(normalised(g, g.conv2d(x, weight([3, 3, 2, 4]), { padding: "same" }), weight));
      const deep = g.conv2d(first, weight([3, 3, 4, 4]), { padding: "same", stride: 2 });
      const second = g.add(g.relu(normalised(g, g.add(deep, weight([4])), weight)), g.scalar(0.5));
      return g.reduceMean(second, [1, 2]);
    });
    await expectOperators(program, ["Reshape", "Conv", "Relu", "Conv", "Relu", "Add", "ReduceMean"]);
  });

  test("has normalisation before a product in its weights, and after it too", async () => {
    const program = imageProgram((g, x, weight) => {
      const flat = g.reshape(x, [BATCH, 72]);
      return normalised(g, g.matmul(normalised(g, flat, weight), weight([72, 3])), weight);
    });
    await expectOperators(program, ["Reshape", "Gemm"]);
  });

  test("has factors of what comes in in the weights of a convolution", async () => {
    const program = imageProgram((g, x, weight) => {
      const scaled = g.mul(g.mul(x, g.scalar(1 / 255)), weight([2]));
      return g.relu(g.conv2d(scaled, weight([3, 3, 2, 4]), { padding: "same" }));
    });
    await expectOperators(program, ["Reshape", "Conv", "Relu", "Transpose"]);
  });

  test("has layer normalisation as one operator", async () => {
    const program = imageProgram((g, x, weight) => g.relu(g.layerNorm(x, weight([2]), weight([2]), 1e-3)));
    await expectOperators(program, ["LayerNormalization", "Relu"]);
  });

  test("keeps a layer normalisation whole before a product, and gelu in the form that is known", async () => {
    const program = imageProgram((g, x, weight) => {
      const words = g.reshape(x, [BATCH, 36, 2]);
      const normal = g.layerNorm(words, weight([2]), weight([2]), 1e-3);
      return g.gelu(g.add(g.linear(normal, weight([2, 3])), weight([3])));
    });
    const gelu = ["Div", "Erf", "Add", "Mul", "Mul"];
    await expectOperators(program, ["Reshape", "LayerNormalization", "Reshape", "Gemm", "Reshape", ...gelu]);
  });

  test("has the logarithm of a sum of powers as one operator", async () => {
    const { program, given } = imageProgram((g, x) => g.logSumExp(x, [1, 2], true));
    await expectOperators({ program: simplify(program), given }, ["ReduceLogSumExp"]);
  });

  test("chooses by products and sums where nothing can be other than a number", async () => {
    const words = { shape: [3, 4], data: [0, 1, 2, 3, 3, 2, 1, 0, 1, 1, 0, 0] };
    const filled = { shape: [3, 4], data: [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0] };
    const shifts = { shape: [3, 4, 3], data: Array<number>(36).fill(0.5) };
    const table = numbers([4, 3], 7);
    const operators = async (shifted: boolean) => {
      const g = createOps(createBuilder());
      const feed = (name: string, shape: number[], dtype: "float32" | "int32" | "bool") =>
        g.feed({ name, shape: [BATCH, ...shape], dtype });
      const known = g.gather(g.read(variable("table", [4, 3])), feed("words", [4], "int32"));
      const seen = shifted ? g.add(known, feed("shifts", [4, 3], "float32")) : known;
      const mask = feed("filled", [4], "bool");
      const clean = g.select(g.reshape(mask, [BATCH, 4, 1]), seen, g.scalar(0));
      const scores = g.matmul(clean, g.transpose(clean, [0, 2, 1]));
      const shares = g.softmax(g.select(g.reshape(mask, [BATCH, 1, 4]), scores, g.scalar(-1e9)));
      const program = programOf("predict", { out: shares });
      const given = { words, filled, table, ...(shifted && { shifts }) };
      const values = new Map([["table", table]]);
      const found = await onOnnx(program, given, { values }, "disabled");
      expect(differences(found, interpret(program.results, given, 3), 1e-6)).toEqual([]);
      return operatorsOf(writeOnnx(program, { values }).bytes).filter((op) =>
        ["Where", "Mul", "Add"].includes(op),
      );
    };
    expect(await operators(false)).toEqual(["Mul", "Where", "Add"]);
    expect(await operators(true)).toEqual(["Add", "Where", "Where"]);
  });

  test("does not fold into what is used elsewhere too", async () => {
    const program = imageProgram((g, x, weight) => {
      const seen = g.conv2d(x, weight([1, 1, 2, 2]), { padding: "same" });
      return g.add(g.mul(seen, weight([2])), g.relu(seen));
    });
    await expectOperators(program, ["Reshape", "Conv", "Mul", "Relu", "Add", "Transpose"]);
  });

  test("does not move an offset through a window that hangs over the edge", async () => {
    const program = imageProgram((g, x, weight) =>
      g.conv2d(g.add(g.mul(x, weight([2])), weight([2])), weight([3, 3, 2, 1]), { padding: "same" }),
    );
    const values = new Map(Object.entries(program.given).filter(([name]) => name !== "image"));
    const found = await onOnnx(program.program, program.given, { values });
    expect(differences(found, interpret(program.program.results, program.given, 3), 1e-5)).toEqual([]);
    expect(operatorsOf(writeOnnx(program.program, { values }).bytes)).toContain("Add");
  });

  test("computes what depends on weights alone, and writes no large tensor of one number", () => {
    const g = createOps(createBuilder());
    const x = g.feed({ name: "x", shape: [BATCH, 1000, 1000], dtype: "float32" });
    const weight = g.read(variable("w", [4, 4]));
    const share = g.softmax(
      g.matmul(weight, g.transpose(weight, [1, 0]), { transposeA: false, transposeB: false }),
    );
    const y = g.concat([x, g.broadcastTo(g.scalar(2), [BATCH, 1000, 1000])], 1);
    const values = new Map([["w", numbers([4, 4], 3)]]);
    const { bytes } = writeOnnx(programOf("predict", { share, y }), { values });
    expect(bytes.length).toBeLessThan(2000);
    expect(operatorsOf(bytes)).not.toContain("Softmax");
  });
});

test("a file names what goes in and out, with one symbolic batch axis", () => {
  const { program, given } = imageProgram((g, x, weight) =>
    g.conv2d(x, weight([1, 1, 2, 3]), { padding: "same" }),
  );
  const options = { metadata: { "fusewire.records": "{}" }, version: "1.2.3" };
  const written = writeOnnx(program, options);
  const { graph, irVersion, opsetImport, metadataProps, producerVersion } = decodeModel(written.bytes);
  expect([irVersion, opsetImport[0], producerVersion]).toEqual([8, { version: 18 }, "1.2.3"]);
  expect(metadataProps).toEqual([{ key: "fusewire.records", value: "{}" }]);
  const [kernel] = Object.keys(given).filter((name) => name !== "image");
  expect(graph.input.map(({ name }) => name)).toEqual(["image", `variables/${kernel}`]);
  expect(graph.input[0]!.type.tensorType).toEqual({
    elemType: 1,
    shape: { dim: [{ dimParam: "batch" }, { dimValue: 6 }, { dimValue: 6 }, { dimValue: 2 }] },
  });
  expect(graph.output.map(({ name }) => name)).toEqual(["out"]);
  expect(graph.node.at(-1)!.output).toEqual(["out"]);
});
