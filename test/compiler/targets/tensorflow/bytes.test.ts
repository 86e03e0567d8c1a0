import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import type { Program } from "../../../../compiler/graph/graph.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { BATCH } from "../../../../compiler/graph/tensor.ts";
import { writeSavedModel } from "../../../../compiler/targets/tensorflow/saved-model.ts";
import { tensorProto } from "../../../../compiler/targets/tensorflow/tensor-proto.ts";
import { decodeSavedModel } from "./kit/decode.ts";
import { type RawField, rawFields } from "./kit/wire-tags.ts";

const FEED = { name: "x", shape: [BATCH, 2], dtype: "float32" } as const;

function doubling(): Program {
  const g = createOps(createBuilder());
  const y = g.within({ path: "twice" }, () => g.mul(g.feed(FEED), g.scalar(2)));
  return { name: "predict", feeds: [FEED], results: { y }, updates: [] };
}

const text = (field: RawField | undefined) => new TextDecoder().decode(field?.bytes);
const inside = (fields: readonly RawField[], number: number) =>
  fields.filter((field) => field.number === number).map(({ bytes }) => rawFields(bytes!));

describe("the file", () => {
  const { bytes } = writeSavedModel([doubling()]);
  const model = rawFields(bytes);
  const [graph] = inside(model, 2);
  const [def] = inside(graph!, 2);
  const nodes = inside(def!, 1);

  test("is a SavedModel of version 1 with one graph, under the tag serve", () => {
    expect(model.map(({ number, wire }) => [number, wire])).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect(model[0]!.varint).toBe(1n);
    expect(new Set(graph!.map(({ number }) => number))).toEqual(new Set([1, 2, 5]));
    const [info] = inside(graph!, 1);
    expect(info!.map((field) => [field.number, text(field)])).toEqual([[4, "serve"]]);
  });

  test("says which versions of TensorFlow can read it", () => {
    const [versions] = inside(def!, 4);
    expect(versions!.map(({ number, varint }) => [number, varint])).toEqual([
      [1, 1087n],
      [2, 12n],
    ]);
  });

  test("holds nodes with a name, an operation, inputs and attributes", () => {
    const mul = nodes.find((node) => text(node[1]) === "Mul")!;
    expect(mul.map((field) => [field.number, field.wire])).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
      [3, 2],
      [5, 2],
    ]);
    expect(mul.slice(0, 4).map(text)).toEqual([
      "predict/twice/Mul",
      "Mul",
      "predict/twice/Bitcast",
      "constant/float/2",
    ]);
    const [entry] = inside(mul, 5);
    expect(text(entry![0])).toBe("T");
    // DT_FLOAT is 1, in the field `type` of an AttrValue.
    expect(rawFields(entry![1]!.bytes!)).toEqual([{ number: 6, wire: 0, varint: 1n }]);
  });

  test("writes an unknown size as -1, which takes ten bytes", () => {
    const placeholder = nodes.find((node) => text(node[1]) === "Placeholder")!;
    const shape = inside(placeholder, 5).find((entry) => text(entry[0]) === "shape")!;
    const [sizes] = inside(rawFields(shape[1]!.bytes!), 7);
    expect(inside(sizes!, 2).map((dim) => dim[0]!.varint)).toEqual([2n ** 64n - 1n, 2n]);
  });

  test("names inputs and outputs of a signature by tensor", () => {
    const signatures = inside(graph!, 5);
    expect(signatures.map((entry) => text(entry[0]))).toEqual(["predict"]);
    const [signature] = signatures.map((entry) => rawFields(entry[1]!.bytes!));
    const infos = [1, 2].map((number) =>
      inside(signature!, number).map((entry) => rawFields(entry[1]!.bytes!)),
    );
    expect(infos.map(([info]) => [text(info![0]), info![1]!.varint])).toEqual([
      ["predict/feeds/x:0", 3n],
      ["predict/results/y:0", 1n],
    ]);
  });

  test("reads back as it was written", () => {
    const { metaGraphs } = decodeSavedModel(bytes);
    expect(metaGraphs[0]!.graphDef.node.map(({ op }) => op)).toEqual([
      "Placeholder",
      "Bitcast",
      "Const",
      "Mul",
      "Identity",
    ]);
  });
});

describe("constants", () => {
  test("of few elements are lists, others bytes, little end first", () => {
    expect(tensorProto({ dtype: "int32", shape: [2], values: [1, -1] }).intVal).toEqual([1, -1]);
    expect(tensorProto({ dtype: "bool", shape: [2], values: [1, 0] }).boolVal).toEqual([true, false]);
    const long = tensorProto({
      dtype: "int32",
      shape: [16],
      values: Array.from({ length: 16 }, (_, i) => i - 1),
    });
    expect([...long.tensorContent!.slice(0, 12)]).toEqual([255, 255, 255, 255, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  test("that repeat a number hold it once", () => {
    const { floatVal, tensorContent } = tensorProto({ dtype: "float", shape: [100, 100], values: [0.5] });
    expect([floatVal, tensorContent]).toEqual([[0.5], undefined]);
  });

  test("cannot be resources", () => {
    expect(() => tensorProto({ dtype: "resource", shape: [], values: [] })).toThrow(
      "no constants of type resource",
    );
  });
});
