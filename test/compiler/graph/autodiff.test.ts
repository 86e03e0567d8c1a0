import { describe, expect, test } from "vitest";
import { gradientsOf } from "../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { GradientError } from "../../../compiler/graph/gradients/rule.ts";
import { nodesOf } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { BATCH, type Tensor } from "../../../compiler/graph/tensor.ts";
import type { Nested } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";

/** The gradients of a loss at some numbers. */
function gradientsAt(
  numbers: Readonly<Record<string, Nested>>,
  loss: (g: Ops, feeds: Readonly<Record<string, Tensor>>) => Tensor,
): Record<string, Nested> {
  return compute(numbers, (g, feeds) => {
    const found = gradientsOf(g, loss(g, feeds), Object.values(feeds));
    return Object.fromEntries(Object.keys(feeds).map((name, i) => [name, found[i]!]));
  });
}

describe("gradients", () => {
  test("add up over all ways to the loss", () => {
    const found = gradientsAt({ x: 3 }, (g, { x }) => g.add(g.mul(x!, x!), g.add(x!, g.square(x!))));
    expect(found).toEqual({ x: 13 });
  });

  test("add up over places that share a number", () => {
    const found = gradientsAt({ x: [1, 2], y: 5 }, (g, { x, y }) => g.reduceSum(g.mul(x!, y!), [0]));
    expect(found).toEqual({ x: [5, 5], y: 3 });
  });

  test("are zeros by what the loss does not use", () => {
    const found = gradientsAt({ x: 3, y: [1, 2] }, (g, { x }) => g.square(x!));
    expect(found).toEqual({ x: 6, y: [0, 0] });
  });

  test("are zeros behind jumps and where they are stopped", () => {
    const found = gradientsAt({ x: 2.5, y: 2, z: 1 }, (g, { x, y, z }) =>
      g.add(g.add(g.floor(x!), g.mul(g.stopGradient(y!), g.sign(y!))), z!),
    );
    expect(found).toEqual({ x: 0, y: 0, z: 1 });
  });

  test("pass around what is stopped", () => {
    const found = gradientsAt({ x: 3 }, (g, { x }) => g.mul(g.stopGradient(x!), x!));
    expect(found).toEqual({ x: 3 });
  });

  test("are 1 by the loss itself", () => {
    expect(gradientsAt({ x: 3 }, (_, { x }) => x!)).toEqual({ x: 1 });
  });

  test("are those of a tensor in the middle, too", () => {
    const found = compute({ x: 3 }, (g, { x }) => {
      const middle = g.square(x!);
      const loss = g.mul(middle, g.add(middle, x!));
      const [byMiddle, byX] = gradientsOf(g, loss, [middle, x!]);
      return { byMiddle: byMiddle!, byX: byX! };
    });
    // The loss is m² + m x with m = x².
    expect(found).toEqual({ byMiddle: 2 * 9 + 3, byX: (2 * 9 + 3) * 6 + 9 });
  });

  test("of gradients are those of second order", () => {
    const found = compute({ x: 2 }, (g, { x }) => {
      const [first] = gradientsOf(g, g.mul(x!, g.square(x!)), [x!]);
      const [second] = gradientsOf(g, first!, [x!]);
      return { first: first!, second: second! };
    });
    expect(found).toEqual({ first: 12, second: 12 });
  });

  test("of equal extremes are shared, of equal operands the first takes all", () => {
    const extremes = gradientsAt({ x: [3, 1, 3] }, (g, { x }) => g.reduceMax(x!, [0]));
    expect(extremes).toEqual({ x: [0.5, 0, 0.5] });
    expect(gradientsAt({ x: 2, y: 2 }, (g, { x, y }) => g.maximum(x!, y!))).toEqual({ x: 1, y: 0 });
    expect(gradientsAt({ x: 2, y: 2 }, (g, { x, y }) => g.minimum(x!, y!))).toEqual({ x: 1, y: 0 });
  });

  test("of all results of a primitive add up", () => {
    const x = [[1], [3]];
    const found = gradientsAt({ x, scale: [2], offset: [1] }, (g, { x, scale, offset }) => {
      const [y, mean, variance] = g.batchNorm(x!, scale!, offset!, 0);
      const sum = (tensor: Tensor, axes: number[]) => g.reduceSum(tensor, axes);
      return g.add(sum(y, [0, 1]), g.add(sum(mean, [0]), sum(variance, [0])));
    });
    // The sum of y never changes with x; the mean gives 1/2 to each, the variance 2 (x - mean) / 2.
    expect(found).toEqual({ x: [[0.5 - 1], [0.5 + 1]], scale: [0], offset: [2] });
  });

  test("grow with the batch where their operand does", () => {
    const g = createOps(createBuilder());
    const x = g.feed({ name: "x", shape: [BATCH, 2], dtype: "float32" });
    const [found] = gradientsOf(g, g.reduceMean(x, [0, 1]), [x]);
    expect(found!.shape).toEqual([BATCH, 2]);
  });
});

describe("the nodes of gradients", () => {
  test("are only those on the way", () => {
    const g = createOps(createBuilder());
    const x = g.feed({ name: "x", shape: [], dtype: "float32" });
    const y = g.feed({ name: "y", shape: [], dtype: "float32" });
    const [found] = gradientsOf(g, g.add(g.square(x), g.exp(g.sin(y))), [x]);
    const used = nodesOf([found!]).map(({ primitive }) => primitive);
    expect(used).not.toContain("exp");
    expect(used).not.toContain("cos");
  });

  test("come from where the node comes from whose gradient they are", () => {
    const g = createOps(createBuilder());
    const span = { file: "a.fuse", start: 3, end: 7 };
    const x = g.feed({ name: "x", shape: [], dtype: "float32" });
    const y = g.within({ path: "see/tanh", span }, () => g.tanh(x));
    const loss = g.within({ path: "loss" }, () => g.square(y));
    const [found] = gradientsOf(g, loss, [x]);
    expect(found!.node.origin).toEqual({ path: "see/tanh/gradient", span });
    const paths = nodesOf([found!]).map(({ origin }) => origin.path);
    expect(paths).toContain("loss/gradient");
  });
});

describe("gradients are refused", () => {
  const g = createOps(createBuilder());
  const x = g.feed({ name: "x", shape: [2], dtype: "float32" });

  test("of what is no scalar, with what it is", () => {
    expect(() => gradientsOf(g, x, [x])).toThrow("a loss is a float32 scalar; found float32[2]");
    const whole = g.scalar(1, "int32");
    expect(() => gradientsOf(g, whole, [x])).toThrow("found int32[]");
  });

  test("through the gradient of a fused loss", () => {
    const logits = g.feed({ name: "logits", shape: [2, 3], dtype: "float32" });
    const labels = g.feed({ name: "labels", shape: [2], dtype: "int32" });
    const [, gradient] = g.softmaxCrossEntropy(logits, labels);
    const loss = g.reduceSum(gradient, [0, 1]);
    expect(() => gradientsOf(g, loss, [logits])).toThrow(GradientError);
    expect(() => gradientsOf(g, loss, [logits])).toThrow(/use log_softmax/);
  });

  test("but not where nothing needs them", () => {
    const [pooled] = g.apply("momentum_update", [x, x, x, g.scalar(0.1)], { momentum: 0.9, nesterov: false });
    const other = g.feed({ name: "other", shape: [2], dtype: "float32" });
    const [found] = gradientsOf(g, g.reduceSum(g.add(pooled!, other), [0]), [other]);
    expect(found!.shape).toEqual([2]);
  });
});
