import type { Program, Variable } from "../../graph/graph.ts";
import type { Dtype } from "../../graph/tensor.ts";
import { type LineOf, legalName, scopeOf } from "../names.ts";
import { batchSize } from "./batch.ts";
import { type Precision, tfDtype } from "./dtypes.ts";
import type { Emit } from "./emit.ts";
import { createEvaluator } from "./evaluate.ts";
import type { GraphWriter } from "./graph-writer.ts";
import { type SplitUpdates, splitUpdates } from "./in-place.ts";
import type { Value } from "./node.ts";
import { mayLieInFeed } from "./ownership.ts";
import { decodeFeed, placeholder } from "./placeholders.ts";
import { stepTakes, writeStep } from "./steps.ts";
import type { HandleOf } from "./variables.ts";
import { type FeedWire, feedWire, type ResultWire } from "./wire.ts";

/** What a signature takes and gives, and the nodes by which. */
export interface Signature {
  readonly name: string;
  readonly feeds: readonly FeedWire[];
  readonly results: readonly ResultWire[];
  /** In the order of the feeds. */
  readonly inputs: readonly Value[];
  /** In the order of the results. */
  readonly outputs: readonly Value[];
}

export interface SignatureContext {
  readonly writer: GraphWriter;
  readonly handleOf: HandleOf;
  readonly precision: Precision;
  readonly lineOf: LineOf;
}

/** The result of a signature that has none of its own: TensorFlow runs only what a result needs. */
const DONE: ResultWire = { name: "done", dtype: "int32", shape: [] };

/**
 * Writes a program as a signature.
 *
 * Every variable is read at most once, and all are read before any is written; every result waits for all writes.
 */
export function writeSignature(context: SignatureContext, program: Program): Signature {
  const { writer } = context;
  const root = legalName(program.name);
  const feeds = program.feeds.map((feed) => feedWire(feed.name, feed));
  const inputs = feeds.map((feed) => placeholder(writer, `${root}/feeds/${legalName(feed.name)}`, feed));
  const reads = new Map<string, Value>();

  const emit: Emit = createEvaluator({
    writer,
    precision: context.precision,
    root,
    scopeOf: ({ origin }) => [root, scopeOf(origin, context.lineOf)].filter((part) => part !== "").join("/"),
    batch: () => batchSize(emit, feeds),
    feed(name) {
      const i = feeds.findIndex((feed) => feed.name === name);
      if (i < 0) throw new Error(`The program ${program.name} uses a feed ${name} that it does not take.`);
      return decodeFeed(emit, feeds[i]!, inputs[i]!);
    },
    read(variable) {
      const value = reads.get(variable.name) ?? readVariable(context, root, variable);
      reads.set(variable.name, value);
      return value;
    },
  });

  const split = splitUpdates(program);
  const entries = Object.entries(program.results);
  emit.compute([
    ...entries.map(([, tensor]) => tensor),
    ...split.rest.map(({ value }) => value),
    ...split.steps.flatMap(stepTakes),
  ]);
  const done = writeUpdates(context, { root, emit, split, reads: [...reads.values()] });

  const given = entries.map(([name, tensor]) => {
    const wire: ResultWire = { name, dtype: resultDtype(name, tensor.dtype), shape: tensor.shape };
    return { wire, value: single(emit, emit.value(tensor)) };
  });
  const all = given.length > 0 ? given : [{ wire: DONE, value: emit.int(0) }];
  return {
    name: program.name,
    feeds,
    results: all.map(({ wire }) => wire),
    inputs,
    outputs: all.map(({ wire, value }) => {
      return writer.add(`${root}/results/${legalName(wire.name)}`, "Identity", [value], {}, done).results[0]!;
    }),
  };
}

interface Updating {
  readonly root: string;
  readonly emit: Emit;
  readonly split: SplitUpdates;
  /** The variables' values that the program takes. */
  readonly reads: readonly Value[];
}

/** Writes a program's updates; gives the node that runs after all of them, if there are any. */
function writeUpdates(
  { writer, handleOf }: SignatureContext,
  { root, emit, split, reads }: Updating,
): string[] {
  const barrier = (name: string, after: readonly string[]): string[] =>
    after.length === 0 ? [] : [writer.add(`${root}/${name}`, "NoOp", [], {}, after).node];
  if (split.rest.length + split.steps.length === 0) return [];

  const after = barrier(
    "read",
    reads.map(({ node }) => node),
  );
  const scopeOf = ({ name }: Variable) => `${root}/variables/${legalName(name)}`;
  const assigned = split.rest.map(({ variable, value }) => {
    const scope = scopeOf(variable);
    const found = emit.value(value);
    const own = mayLieInFeed(value)
      ? writer.add(`${scope}/DeepCopy`, "DeepCopy", [found], {}).results[0]!
      : found;
    return writer.add(`${scope}/AssignVariableOp`, "AssignVariableOp", [handleOf(variable), own], {}, after)
      .node;
  });
  const moved = split.steps.map((step) => {
    const handles = step.variables.map(handleOf);
    return writeStep({ emit, writer, scope: scopeOf(step.variables[0]!), handles, after }, step);
  });
  return barrier("written", [...assigned, ...moved]);
}

function readVariable(
  { writer, handleOf, precision }: SignatureContext,
  root: string,
  variable: Variable,
): Value {
  const name = `${root}/variables/${legalName(variable.name)}/ReadVariableOp`;
  const dtype = tfDtype(variable.dtype, precision);
  return writer.add(name, "ReadVariableOp", [handleOf(variable)], { dtype }).results[0]!;
}

/** Results leave in single precision. */
function single(emit: Emit, value: Value): Value {
  return value.dtype === "double" ? emit.op("Cast", [value], { DstT: "float" }) : value;
}

function resultDtype(name: string, dtype: Dtype): ResultWire["dtype"] {
  if (dtype === "uint8") throw new Error(`The result ${name} is uint8, which no caller can take.`);
  return dtype;
}
