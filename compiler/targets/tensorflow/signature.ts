import type { Program, Variable } from "../../graph/graph.ts";
import type { Dtype, Tensor } from "../../graph/tensor.ts";
import { batchSize } from "./batch.ts";
import { type Precision, tfDtype } from "./dtypes.ts";
import type { Emit } from "./emit.ts";
import { createEvaluator } from "./evaluate.ts";
import type { GraphWriter } from "./graph-writer.ts";
import { splitUpdates } from "./in-place.ts";
import { type LineOf, legalName, scopeOf } from "./names.ts";
import type { Value } from "./node.ts";
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
export const DONE: ResultWire = { name: "done", dtype: "int32", shape: [] };

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

  const { steps, rest } = splitUpdates(program);
  const entries = Object.entries(program.results);
  emit.compute([
    ...entries.map(([, tensor]) => tensor),
    ...rest.map(({ value }) => value),
    ...steps.flatMap(stepTakes),
  ]);
  const computed = ({ node, output }: Tensor): Value => emit.resultsOf(node)[output]!;

  const scope = ({ name }: Variable) => `${root}/variables/${legalName(name)}`;
  const writing = rest.length + steps.length > 0;
  const after =
    writing && reads.size > 0
      ? [
          barrier(
            writer,
            `${root}/read`,
            [...reads.values()].map(({ node }) => node),
          ),
        ]
      : [];
  const writes = [
    ...rest.map(({ variable, value }) => {
      const taken = [context.handleOf(variable), computed(value)];
      return writer.add(`${scope(variable)}/AssignVariableOp`, "AssignVariableOp", taken, {}, after).node;
    }),
    ...steps.map((step) => {
      const handles = step.variables.map(context.handleOf);
      return writeStep({ emit, writer, scope: scope(step.variables[0]!), handles, after, computed }, step);
    }),
  ];
  const done = writing ? [barrier(writer, `${root}/written`, writes)] : [];

  const given = entries.map(([name, tensor]) => {
    const wire: ResultWire = { name, dtype: resultDtype(name, tensor.dtype), shape: tensor.shape };
    return { wire, value: single(emit, computed(tensor)) };
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

function readVariable(
  { writer, handleOf, precision }: SignatureContext,
  root: string,
  variable: Variable,
): Value {
  const name = `${root}/variables/${legalName(variable.name)}/ReadVariableOp`;
  const dtype = tfDtype(variable.dtype, precision);
  return writer.add(name, "ReadVariableOp", [handleOf(variable)], { dtype }).results[0]!;
}

/** A node that runs after others. */
function barrier(writer: GraphWriter, name: string, after: readonly string[]): string {
  return writer.add(name, "NoOp", [], {}, after).node;
}

/** Results leave in single precision. */
function single(emit: Emit, value: Value): Value {
  return value.dtype === "double" ? emit.op("Cast", [value], { DstT: "float" }) : value;
}

function resultDtype(name: string, dtype: Dtype): ResultWire["dtype"] {
  if (dtype === "uint8") throw new Error(`The result ${name} is uint8, which no caller can take.`);
  return dtype;
}
