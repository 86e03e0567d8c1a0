import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { programNodes } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { simplify } from "../../../compiler/graph/simplify.ts";
import { BATCH, sameShape, type Tensor } from "../../../compiler/graph/tensor.ts";
import { ROWS, sample } from "./kit/applied.ts";
import { differences } from "./kit/close.ts";
import { interpret } from "./kit/interpret.ts";
import { programOf } from "./kit/on-engine.ts";
import { random } from "./kit/random.ts";
import { show } from "./kit/show.ts";

const B = BATCH;

/** Feeds that examples compute with. */
const FEEDS = {
  x: { shape: [B, 3], dtype: "float32" },
  y: { shape: [B, 3], dtype: "float32" },
  row: { shape: [3], dtype: "float32" },
  column: { shape: [B, 1], dtype: "float32" },
  cube: { shape: [B, 2, 3], dtype: "float32" },
  matrix: { shape: [2, 3], dtype: "float32" },
  square: { shape: [3, 3], dtype: "float32" },
  other: { shape: [3, 4], dtype: "float32" },
  tall: { shape: [3, 2, 2], dtype: "float32" },
  heads: { shape: [2, 2, 3, 4], dtype: "float32" },
  n: { shape: [B], dtype: "int32" },
  flag: { shape: [B, 3], dtype: "bool" },
} as const;

type Fed = { readonly [N in keyof typeof FEEDS]: Tensor };
type Example = readonly [simpler: string, build: (g: Ops, fed: Fed) => Tensor];

const all = (shape: readonly unknown[]) => shape.map((_, axis) => axis);
/** As `g` would, but without what it leaves out by itself. */
const raw = (g: Ops) => ({
  reshape: (x: Tensor, shape: Tensor["shape"]) => g.apply("reshape", [x], { shape })[0]!,
  transpose: (x: Tensor, permutation: readonly number[]) => g.apply("transpose", [x], { permutation })[0]!,
  stretch: (x: Tensor, shape: Tensor["shape"]) => g.apply("broadcast_to", [x], { shape })[0]!,
});

const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  "signs cancel": [
    ["x", (g, { x }) => g.neg(g.neg(x))],
    ["sub(x, y)", (g, { x, y }) => g.add(x, g.neg(y))],
    ["sub(y, x)", (g, { x, y }) => g.add(g.neg(x), y)],
    ["add(x, y)", (g, { x, y }) => g.sub(x, g.neg(y))],
    ["neg(x)", (g, { x }) => g.mul(x, g.scalar(-1))],
    ["neg(x)", (g, { x }) => g.mul(g.constant([-1, -1, -1]), x)],
    ["neg(x)", (g, { x }) => g.sub(g.scalar(0), x)],
    ["abs(x)", (g, { x }) => g.abs(g.neg(x))],
    ["abs(x)", (g, { x }) => g.abs(g.abs(x))],
    ["square(x)", (g, { x }) => g.square(g.neg(x))],
    ["square(x)", (g, { x }) => g.square(g.abs(x))],
    ["flag", (g, { flag }) => g.logicalNot(g.logicalNot(flag))],
    ["flag", (g, { flag }) => g.greater(g.cast(flag, "float32"), g.scalar(0))],
    [
      "reshape(flag, [B, 1, 3])",
      (g, { flag }) => g.greater(g.reshape(g.cast(flag, "float32"), [B, 1, 3]), g.scalar(0)),
    ],
  ],
  "what changes nothing is left out": [
    ["x", (g, { x }) => g.add(x, g.scalar(0))],
    ["x", (g, { x }) => g.add(g.constant([0, 0, 0]), x)],
    ["x", (g, { x }) => g.sub(x, g.fill(0, [B, 3]))],
    ["x", (g, { x }) => g.mul(g.scalar(1), x)],
    ["x", (g, { x }) => g.div(x, g.scalar(1))],
    ["x", (g, { x }) => g.pow(x, g.scalar(1))],
    ["square(x)", (g, { x }) => g.pow(x, g.scalar(2))],
    ["reciprocal(x)", (g, { x }) => g.pow(x, g.scalar(-1))],
    ["x", (g, { x }) => g.maximum(x, x)],
    ["x", (g, { x }) => g.minimum(x, x)],
    ["relu(x)", (g, { x }) => g.relu(g.relu(x))],
    ["x", (g, { x }) => g.stopGradient(x)],
    ["x", (g, { x }) => g.apply("cast", [x], { dtype: "float32" })[0]!],
    ["x", (g, { x, y }) => g.select(g.constant([1], [], "bool"), x, y)],
    ["y", (g, { x, y }) => g.select(g.constant([0], [3], "bool"), x, y)],
    ["n", (g, { n }) => g.add(n, g.scalar(0, "int32"))],
    ["broadcast_to(row, [B, 3])", (g, { row }) => g.add(row, g.fill(0, [B, 3]))],
    ["broadcast_to(row, [2, 3])", (g, { row }) => g.mul(g.constant([1], [2, 1]), row)],
  ],
  "what changes something stays": [
    ["greater(cast(flag), x)", (g, { flag, x }) => g.greater(g.cast(flag, "float32"), x)],
    ["greater(x, 0)", (g, { x }) => g.greater(x, g.scalar(0))],
    ["add(x, 0 1 0[3])", (g, { x }) => g.add(x, g.constant([0, 1, 0]))],
    ["sub(0 1 0[3], x)", (g, { x }) => g.sub(g.constant([0, 1, 0]), x)],
    ["mul(x, 1 2 1[3])", (g, { x }) => g.mul(x, g.constant([1, 2, 1]))],
    // Of a NaN or an infinity, nothing else is left either.
    ["mul(x, 0)", (g, { x }) => g.mul(x, g.scalar(0))],
    ["sub(x, x)", (g, { x }) => g.sub(x, x)],
    ["div(x, x)", (g, { x }) => g.div(x, x)],
    ["div(1, x)", (g, { x }) => g.div(g.scalar(1), x)],
    ["pow(x, 0)", (g, { x }) => g.pow(x, g.scalar(0))],
    ["maximum(x, y)", (g, { x, y }) => g.maximum(x, y)],
    ["relu(neg(x))", (g, { x }) => g.relu(g.neg(x))],
    ["reverse(reverse(cube))", (g, { cube }) => g.reverse(g.reverse(cube, [1]), [1, 2])],
  ],
  "shapes are made once": [
    ["x", (g, { x }) => raw(g).reshape(x, [B, 3])],
    ["reshape(cube, [B, 6])", (g, { cube }) => g.reshape(g.reshape(cube, [B, 3, 2]), [B, 6])],
    ["cube", (g, { cube }) => g.reshape(g.reshape(cube, [B, 6]), [B, 2, 3])],
    ["cube", (g, { cube }) => raw(g).transpose(cube, [0, 1, 2])],
    ["transpose(tall)", (g, { tall }) => g.transpose(g.transpose(tall, [1, 0, 2]), [1, 2, 0])],
    ["tall", (g, { tall }) => g.transpose(g.transpose(tall, [1, 2, 0]), [2, 0, 1])],
    ["x", (g, { x }) => raw(g).stretch(x, [B, 3])],
    ["broadcast_to(row, [2, B, 3])", (g, { row }) => g.broadcastTo(g.broadcastTo(row, [B, 3]), [2, B, 3])],
    ["x", (g, { x }) => g.apply("concat", [x], { axis: 1 })[0]!],
    ["x", (g, { x }) => g.apply("slice", [x], { begin: [0, 0], size: [B, 3] })[0]!],
    ["x", (g, { x }) => g.apply("pad", [x], { before: [0, 0], after: [0, 0], value: 1 })[0]!],
    ["x", (g, { x }) => g.reverse(g.reverse(x, [1]), [1])],
    ["cube", (g, { cube }) => g.reverse(g.reverse(cube, [1, 2]), [2, 1])],
    ["x", (g, { x }) => g.apply("reverse", [x], { axes: [] })[0]!],
  ],
  "nothing is reduced that is one number or many equal ones": [
    ["reshape(column, [B])", (g, { column }) => g.reduceSum(column, [1])],
    ["column", (g, { column }) => g.reduceMax(column, [1], true)],
    ["x", (g, { x }) => g.reduceMean(x, [])],
    ["row", (g, { row }) => g.reduceMean(g.broadcastTo(row, [B, 3]), [0])],
    ["reshape(row, [1, 3])", (g, { row }) => g.reduceMin(g.broadcastTo(row, [B, 3]), [0], true)],
    ["mul(row, 2)", (g, { row }) => g.reduceSum(g.broadcastTo(row, [2, 3]), [0])],
    ["mul(row, 2)", (g, { row }) => g.reduceSum(g.broadcastTo(row, [2, 1, 3]), [0, 1])],
    ["reshape(column, [B])", (g, { column }) => g.reduceMax(g.broadcastTo(column, [B, 3]), [1])],
    [
      "broadcast_to(reshape(column, [1, B]), [2, B])",
      (g, { column }) => g.reduceMean(g.broadcastTo(column, [2, B, 3]), [2]),
    ],
    ["reduce_sum(broadcast_to(row, [B, 3]))", (g, { row }) => g.reduceSum(g.broadcastTo(row, [B, 3]), [0])],
    ["broadcast_to(reduce_mean(row), [B])", (g, { row }) => g.reduceMean(g.broadcastTo(row, [B, 3]), [1])],
    [
      "broadcast_to(reduce_max(column), [1, 3])",
      (g, { column }) => g.reduceMax(g.broadcastTo(column, [B, 3]), [0], true),
    ],
    ["reduce_mean(cube)", (g, { cube }) => g.reduceMean(cube, all(cube.shape))],
  ],
  "a product transposes by itself": [
    ["matmul(square, other)", (g, { square, other }) => g.matmul(g.transpose(square, [1, 0]), other)],
    [
      "matmul(square, other)",
      (g, { square, other }) => g.matmul(g.transpose(square, [1, 0]), other, { transposeA: true }),
    ],
    ["matmul(x, square)", (g, { x, square }) => g.matmul(x, g.transpose(square, [1, 0]))],
    ["matmul(cube, cube)", (g, { cube }) => g.matmul(cube, g.transpose(cube, [0, 2, 1]))],
    [
      "matmul(tall, tall)",
      (g, { tall }) => g.matmul(tall, g.transpose(tall, [0, 2, 1]), { transposeB: true }),
    ],
    [
      "matmul(transpose(tall), transpose(tall))",
      (g, { tall }) => g.matmul(g.transpose(tall, [1, 2, 0]), g.transpose(tall, [1, 0, 2])),
    ],
  ],
  "a product transposes nothing else": [
    ["matmul(heads, transpose(heads))", (g, { heads }) => g.matmul(heads, g.transpose(heads, [1, 0, 3, 2]))],
  ],
  "constants are computed": [
    ["5", (g) => g.add(g.scalar(2), g.scalar(3))],
    ["3", (g) => g.maximum(g.scalar(2), g.scalar(3))],
    ["2", (g) => g.minimum(g.scalar(2), g.scalar(3))],
    ["-1", (g) => g.sub(g.scalar(2), g.scalar(3))],
    ["0.5", (g) => g.reciprocal(g.scalar(2))],
    ["0", (g) => g.relu(g.scalar(-2))],
    ["1", (g) => g.cast(g.greater(g.scalar(3), g.scalar(2)), "float32")],
    ["0", (g) => g.cast(g.greater(g.scalar(2), g.scalar(2)), "float32")],
    ["-1", (g) => g.cast(g.scalar(-1.5), "int32")],
    ["3", (g) => g.select(g.less(g.scalar(3), g.scalar(2)), g.scalar(2), g.scalar(3))],
    [`${Math.fround(1.1)}`, (g) => g.add(g.scalar(1), g.scalar(0.1))],
    ["Infinity", (g) => g.div(g.scalar(1), g.scalar(0))],
    ["NaN", (g) => g.log(g.scalar(-1))],
    ["11 21 12 22[2, 2]", (g) => g.add(g.constant([1, 2], [2, 1]), g.constant([10, 20], [1, 2]))],
    ["11 12 13 21 22 23[2, 3]", (g) => g.add(g.constant([10, 20], [2, 1]), g.constant([1, 2, 3]))],
    ["1 2 3 4[4]", (g) => g.reshape(g.constant([1, 2, 3, 4], [2, 2]), [4])],
    [`${Math.fround(Math.E)}[2000]`, (g) => g.exp(g.constant([1], [2000]))],
    ["3[2000]", (g) => g.reshape(g.constant([3], [40, 50]), [2000])],
  ],
  "what would make a graph larger, or does not fit its type, is not": [
    ["add(1 2[2], 3[1000, 1])", (g) => g.add(g.constant([1, 2]), g.constant([3], [1000, 1]))],
    ["cast(3000000000)", (g) => g.cast(g.scalar(3e9), "int32")],
  ],
  "elements are computed before they are repeated": [
    ["broadcast_to(tanh(row), [B, 3])", (g, { row }) => g.tanh(g.broadcastTo(row, [B, 3]))],
    ["add(x, row)", (g, { x, row }) => g.add(x, g.broadcastTo(row, [B, 3]))],
    [
      "broadcast_to(add(row, 2), [B, 3])",
      (g, { row }) => g.add(g.broadcastTo(row, [B, 3]), g.fill(2, [B, 3])),
    ],
    ["mul(column, row)", (g, { column, row }) => g.mul(g.broadcastTo(column, [B, 3]), row)],
    [
      "select(flag, row, 0)",
      (g, { flag, row }) => g.select(flag, g.broadcastTo(row, [B, 3]), g.fill(0, [B, 3])),
    ],
    ["softmax(broadcast_to(row, [B, 3]))", (g, { row }) => g.softmax(g.broadcastTo(row, [B, 3]))],
  ],
};

/** A feed of every kind, and values for them. */
function feeds(g: Ops): Fed {
  const made = Object.entries(FEEDS).map(([name, type]) => [name, g.feed({ name, ...type })] as const);
  return Object.fromEntries(made) as unknown as Fed;
}
const names = Object.keys(FEEDS);
const given = Object.fromEntries(
  sample(Object.values(FEEDS), random(1)).map((value, i) => [names[i]!, value] as const),
);

describe.each(Object.entries(EXAMPLES))("%s", (_, examples) => {
  test.each(examples.map(([simpler, build], i) => ({ simpler, build, i })))(
    "$i: $simpler",
    ({ simpler, build }) => {
      const g = createOps(createBuilder());
      const result = build(g, feeds(g));
      const program = programOf("example", { result });
      const simple = simplify(program);
      const found = simple.results.result!;
      expect(show(found)).toBe(simpler);

      expect(found.dtype).toBe(result.dtype);
      expect(sameShape(found.shape, result.shape)).toBe(true);
      const value = (results: Readonly<Record<string, Tensor>>) => interpret(results, given, ROWS);
      expect(differences(value(simple.results), value(program.results), 1e-7)).toEqual([]);
      expect(show(simplify(simple).results.result!)).toBe(simpler);
    },
  );
});

describe("a simplified program", () => {
  test("computes the same thing once, and nothing that is not used", () => {
    const g = createOps(createBuilder());
    const { x } = feeds(g);
    const a = g.tanh(g.add(x, g.scalar(0)));
    const b = g.tanh(g.mul(x, g.scalar(1)));
    const simple = simplify(programOf("twice", { a, b }));
    expect(simple.results.a).toBe(simple.results.b);
    expect(programNodes(simple).map(({ primitive }) => primitive)).toEqual(["feed", "tanh"]);
  });

  test("takes the same feeds, though some are no longer needed", () => {
    const g = createOps(createBuilder());
    const { x, y } = feeds(g);
    const program = programOf("select", { a: g.select(g.constant([1], [], "bool"), x, y) });
    expect(simplify(program).feeds).toEqual(program.feeds);
  });

  test("keeps updates, origins and the order of all results of a primitive", () => {
    const g = createOps(createBuilder());
    const { x, row } = feeds(g);
    const origin = { path: "see/norm" };
    const [y, mean, variance] = g.within(origin, () => g.batchNorm(x, g.neg(g.neg(row)), row, 1e-3));
    const kept = {
      name: "mean",
      role: "statistic",
      shape: [3],
      dtype: "float32",
      initialiser: { kind: "zeros" },
      origin,
    } as const;
    const updates = [{ variable: kept, value: g.add(mean, g.scalar(0)) }];
    const simple = simplify({ ...programOf("norm", { variance, y }), updates });
    expect(Object.entries(simple.results).map(([name, { output }]) => [name, output])).toEqual([
      ["variance", 2],
      ["y", 0],
    ]);
    expect(simple.updates.map(({ variable, value }) => [variable, show(value)])).toEqual([
      [kept, "batch_norm(x, row, row).1"],
    ]);
    expect(simple.results.y!.node.origin).toEqual(origin);
  });

  test("is the same for the same program", () => {
    const once = () => {
      const g = createOps(createBuilder());
      const { x, row } = feeds(g);
      const program = programOf("same", { a: g.softmax(g.add(g.neg(x), g.broadcastTo(row, [B, 3]))) });
      return programNodes(simplify(program)).map(({ id, primitive }) => [id, primitive]);
    };
    expect(once()).toEqual(once());
  });
});
