import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { costOf } from "../../../compiler/graph/cost.ts";
import type { Program, Role, Variable } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { BATCH, type Tensor } from "../../../compiler/graph/tensor.ts";
import { programOf } from "./kit/on-engine.ts";

const B = BATCH;

function variable(name: string, shape: readonly number[], role: Role = "weight"): Variable {
  return { name, role, shape, dtype: "float32", initialiser: { kind: "zeros" }, origin: { path: name } };
}

function costFor(build: (g: Ops) => Readonly<Record<string, Tensor>>) {
  return costOf(programOf("predict", build(createOps(createBuilder()))));
}

const input = (g: Ops, ...shape: Tensor["shape"]) => g.feed({ name: "x", shape, dtype: "float32" });

describe("parameters", () => {
  test("are counted once, whatever reads them, and apart from other state", () => {
    const { total } = costFor((g) => {
      const x = input(g, B, 4);
      const kernel = variable("kernel", [4, 4]);
      const twice = g.matmul(g.matmul(x, g.read(kernel)), g.transpose(g.read(kernel), [1, 0]));
      const frozen = g.add(twice, g.read(variable("frozen", [4], "frozen")));
      return { y: g.add(frozen, g.read(variable("mean", [4], "statistic"))) };
    });
    expect(total).toEqual({ parameters: 20, trainable: 16, macs: 2 * 4 * 4 });
  });

  test("stand where their variable comes from", () => {
    const { parts } = costFor((g) => {
      const x = g.within({ path: "x" }, () => input(g, B, 4));
      return { y: g.within({ path: "out" }, () => g.matmul(x, g.read(variable("dense/kernel", [4, 3])))) };
    });
    expect(parts.map(({ origin, ...amounts }) => [origin.path, amounts])).toEqual([
      ["x", { parameters: 0, trainable: 0, macs: 0, activationBytes: 16 }],
      ["dense/kernel", { parameters: 12, trainable: 12, macs: 0, activationBytes: 0 }],
      ["out", { parameters: 0, trainable: 0, macs: 12, activationBytes: 12 }],
    ]);
  });
});

describe("multiply-accumulates of a row", () => {
  test.each<[string, number, (g: Ops) => Tensor]>([
    ["a product", 6 * 5, (g) => g.matmul(input(g, B, 6), g.constant([1], [6, 5]))],
    [
      "a product for each of 7 places",
      7 * 6 * 5,
      (g) => g.linear(input(g, B, 7, 6), g.constant([1], [6, 5])),
    ],
    [
      "attention of 7 places to 7",
      2 * 7 * 7 * 3,
      (g) => {
        const x = input(g, B, 2, 7, 3);
        return g.matmul(x, x, { transposeB: true });
      },
    ],
    ["a product of weights", 4 * 3 * 2, (g) => g.matmul(g.constant([1], [4, 3]), g.constant([2], [3, 2]))],
    [
      "a convolution that keeps the size",
      8 * 6 * (3 * 3 * 2) * 4,
      (g) => g.conv2d(input(g, B, 8, 6, 2), g.constant([1], [3, 3, 2, 4]), { padding: "same" }),
    ],
    [
      "a convolution by steps of 2 inside the edge",
      3 * 2 * (3 * 3 * 2) * 4,
      (g) => g.conv2d(input(g, B, 8, 6, 2), g.constant([1], [3, 3, 2, 4]), { padding: "valid", stride: 2 }),
    ],
    [
      "a convolution of each channel by itself",
      8 * 6 * (3 * 3) * (2 * 5),
      (g) => g.depthwiseConv2d(input(g, B, 8, 6, 2), g.constant([1], [3, 3, 2, 5]), { padding: "same" }),
    ],
    ["what multiplies no matrices", 0, (g) => g.softmax(g.mul(input(g, B, 9), g.scalar(3)))],
  ])("%s", (_, macs, build) => {
    expect(costFor((g) => ({ y: build(g) })).total.macs).toBe(macs);
  });

  test("are as many for either gradient of a convolution", () => {
    const sliding = { strides: [2, 2], padding: "same" } as const;
    const [x, kernel, y] = [
      [B, 7, 5, 2],
      [3, 3, 2, 4],
      [B, 4, 3, 4],
    ];
    const macsOf = (build: (g: Ops, dy: Tensor) => readonly Tensor[]) =>
      costFor((g) => ({ d: build(g, g.feed({ name: "dy", shape: y!, dtype: "float32" }))[0]! })).total.macs;
    const forward = costFor((g) => ({
      y: g.conv2d(input(g, ...x!), g.constant([1], kernel as number[]), { padding: "same", stride: 2 }),
    })).total.macs;
    expect(forward).toBe(4 * 3 * 3 * 3 * 2 * 4);
    expect(
      macsOf((g, dy) =>
        g.apply("conv2d_input_gradient", [dy, g.constant([1], kernel as number[])], {
          ...sliding,
          inputShape: x!,
        }),
      ),
    ).toBe(forward);
    expect(
      macsOf((g, dy) =>
        g.apply("conv2d_filter_gradient", [dy, input(g, ...x!)], {
          ...sliding,
          kernelShape: kernel as number[],
        }),
      ),
    ).toBe(forward);
  });
});

describe("the most memory of a row", () => {
  const peak = (build: (g: Ops) => Readonly<Record<string, Tensor>>) => costFor(build).peakActivationBytes;

  test("is that of operand and result in a chain", () => {
    // 100 floats become 10, then 50: 400 + 40 bytes beat 40 + 200.
    const kernel = (g: Ops, rows: number, columns: number) => g.constant([1], [rows, columns]);
    expect(
      peak((g) => ({ y: g.matmul(g.matmul(input(g, B, 100), kernel(g, 100, 10)), kernel(g, 10, 50)) })),
    ).toBe(440);
  });

  test("holds what is used later", () => {
    // x is held past tanh and exp for the sum: 3 times 40 bytes.
    expect(
      peak((g) => {
        const x = input(g, B, 10);
        return { y: g.add(x, g.exp(g.tanh(x))) };
      }),
    ).toBe(120);
  });

  test("holds every feed from the start, and every result to the end", () => {
    expect(
      peak((g) => {
        const x = input(g, B, 10);
        const late = g.feed({ name: "late", shape: [B, 10], dtype: "float32" });
        return { a: g.tanh(x), b: g.add(g.tanh(g.tanh(x)), late) };
      }),
    ).toBe(160);
  });

  test("counts no views, parameters and what does not grow with the batch", () => {
    expect(
      peak((g) => {
        const x = g.reshape(input(g, B, 10), [B, 2, 5]);
        return { y: g.reshape(g.add(g.stopGradient(x), g.exp(g.constant([1], [2, 5]))), [B, 10]) };
      }),
    ).toBe(80);
  });

  test("counts bytes of images and truths as one", () => {
    expect(
      peak((g) => {
        const image = g.feed({ name: "image", shape: [B, 10], dtype: "uint8" });
        return { y: g.greater(g.cast(image, "float32"), g.scalar(1)) };
      }),
    ).toBe(50);
  });

  test("counts what an update keeps", () => {
    const g = createOps(createBuilder());
    const x = input(g, B, 10);
    const mean = variable("mean", [], "statistic");
    const program: Program = {
      ...programOf("train", { y: g.tanh(x) }),
      updates: [{ variable: mean, value: g.reduceMean(g.exp(x), [0, 1]) }],
    };
    // While e^x is made, x and the result are there.
    expect(costOf(program).peakActivationBytes).toBe(120);
  });
});
