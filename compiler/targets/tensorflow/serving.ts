import type { Source } from "../../../diagnostics/source.ts";
import { nodesOf, type Program, type Variable } from "../../graph/graph.ts";
import { legalName, linesOf, scopeOf } from "../names.ts";
import { batchSize } from "./batch.ts";
import type { Emit } from "./emit.ts";
import { createEvaluator } from "./evaluate.ts";
import { createGraphWriter } from "./graph-writer.ts";
import type { Value } from "./node.ts";
import { placeholder } from "./placeholders.ts";
import { encodeGraph } from "./saved-model.ts";
import type { Signature } from "./signature.ts";
import type { FeedWire } from "./wire.ts";

/** The values of a variable, in row-major order. */
interface Constant {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** The most bytes of weights that a graph file can hold beside its nodes: a message has less than 2 GiB. */
export const LARGEST_GRAPH = 2 ** 31 - 2 ** 24;

/** What TensorFlow Serving and `tf.saved_model.load` look for. */
const SIGNATURE = "serving_default";
const METHOD = "tensorflow/serving/predict";
const ROOT = "serving";

/**
 * Writes a program as a SavedModel that needs nothing beside it: its variables are constants, and its feeds come in
 * their own types, under their own names.
 *
 * @param values of all variables that the program reads
 */
export function writeServingModel(
  program: Program,
  values: ReadonlyMap<string, Constant>,
  sources: readonly Source[] = [],
): Uint8Array {
  const writer = createGraphWriter();
  const lineOf = linesOf(sources);
  const used = new Set(
    nodesOf(Object.values(program.results)).flatMap(({ primitive, attributes }) =>
      primitive === "feed" ? [attributes.name] : [],
    ),
  );
  // A feed that no result needs would be one that callers must give for nothing.
  const feeds = program.feeds
    .filter(({ name }) => used.has(name))
    .map((feed): FeedWire => ({ ...feed, encoding: "plain" }));
  const inputs = feeds.map((feed) => placeholder(writer, legalName(feed.name), feed));
  const weights = new Map<string, Value>();

  const weight = ({ name, dtype }: Variable): Value => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`The variable ${name} has no value.`);
    const tensor = { dtype: dtype === "float32" ? "float" : "int32", shape: value.shape } as const;
    const constant = { ...tensor, values: Array.from(value.data) };
    const { results } = writer.add(`weights/${legalName(name)}`, "Const", [], {
      value: constant,
      dtype: tensor.dtype,
    });
    return results[0]!;
  };
  const emit: Emit = createEvaluator({
    writer,
    precision: "float32",
    root: ROOT,
    scopeOf: ({ origin }) => scopeOf(origin, lineOf),
    batch: () => batchSize(emit, feeds),
    feed: (name) => inputs[feeds.findIndex((feed) => feed.name === name)]!,
    read(variable) {
      const value = weights.get(variable.name) ?? weight(variable);
      weights.set(variable.name, value);
      return value;
    },
  });
  const entries = Object.entries(program.results);
  const given = emit.compute(entries.map(([, tensor]) => tensor));
  const signature: Signature = {
    name: SIGNATURE,
    feeds,
    results: entries.map(([name, { shape }]) => ({ name, dtype: "float32", shape })),
    inputs,
    outputs: given.map((value, i) => {
      const name = `${ROOT}/results/${legalName(entries[i]![0])}`;
      return writer.add(name, "Identity", [value], {}).results[0]!;
    }),
  };
  return encodeGraph(writer.nodes, [signature], METHOD);
}
