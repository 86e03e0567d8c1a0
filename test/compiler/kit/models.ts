/** Compiles small sources and computes what their models give, with weights as they start or made up. */
import { checkProject } from "../../../compiler/check/check.ts";
import { compile } from "../../../compiler/compile.ts";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import type { Program, Variable } from "../../../compiler/graph/graph.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import { lowerForward } from "../../../compiler/lower/forward.ts";
import { createVariables } from "../../../compiler/lower/variables.ts";
import type { CompiledModel } from "../../../compiler/plan/compiled-model.ts";
import { loadProject } from "../../../compiler/project.ts";
import { initialise } from "../../../compiler/random/initialisers.ts";
import { streamKey } from "../../../compiler/random/streams.ts";
import { type Dense, product } from "../graph/kit/dense.ts";
import { interpret } from "../graph/kit/interpret.ts";
import { flat, sample, table } from "../operators/kit/arrays.ts";

export type Numbers = Readonly<Record<string, Dense>>;

const reading = (text: string) => (path: string) => (path === "main.fuse" ? text : undefined);

/** What is found in a source, in short. */
export const findingsOf = (text: string): string[] =>
  compile("main.fuse", reading(text)).findings.map(({ code, message }) => `${code} ${message}`);

/** The first model of a source without findings, and what it costs. */
export function compiled(text: string) {
  const { models, findings } = compile("main.fuse", reading(text));
  const [first] = models;
  if (findings.length > 0 || first === undefined)
    throw new Error(findings.map(({ code, message }) => `${code} ${message}`).join("\n") || "no model");
  return first;
}

/** Data and training for a model of which inputs and outputs are these, to be written behind it. */
export function training(model: string, fields: readonly string[], target: string): string {
  const columns = [...fields, target].map((field) => `  ${field} = column("${field}")`).join("\n");
  return `data Table {\n  from: "table.csv"\n${columns}\n  split: column("split")\n}
train ${model} on Table {\n  minimise: cross_entropy(${target})\n  optimizer: sgd(learning_rate: 0.1)\n  epochs: 1\n  batch: 4\n}\n`;
}

/** Variables as they start. */
export const started = (variables: Iterable<Variable>, seed = 7): Numbers =>
  Object.fromEntries(
    [...variables].map(({ name, shape, initialiser }) => {
      const sizes = shape as readonly number[];
      const values = initialise(initialiser, sizes, streamKey(seed, name));
      return [name, { shape: sizes, data: Array.from(values) }];
    }),
  );

/** Records that fill some rows: whatever the inputs take, and labels for the outputs. */
export function records({ interface: { inputs, outputs } }: CompiledModel, rows: number): Numbers {
  const fed: Record<string, Dense> = {};
  for (const [i, { parts, lengths, presence }] of inputs.entries()) {
    for (const { feed, type, dtype, shape: own } of parts) {
      const shape = [rows, ...own];
      const numbers = flat(sample(shape, i + 1)).map((value) => (value + 1.5) / 3);
      const { kind } = type;
      const most = kind.name === "tokens" ? (kind.vocabulary as number) : dtype === "float32" ? 0 : 256;
      // Weights of edges are not below 0, what is measured may be.
      const lowest = kind.name === "weight" ? 0 : 0.5;
      const number = (value: number) => (most === 0 ? value - lowest : Math.floor(value * most));
      fed[feed] = { shape, data: numbers.map(number) };
    }
    const axes = parts.flatMap(({ type }) => type.axes);
    for (const [axis, feed] of Object.entries(lengths)) {
      const size = axes.find((one) => one.name === axis)!.size as number;
      fed[feed] = { shape: [rows], data: table(rows, (row) => Math.max(1, size - row)) };
    }
    if (presence !== undefined) fed[presence] = { shape: [rows], data: table(rows, (row) => row % 2) };
  }
  for (const output of outputs) {
    const shape = [rows, ...output.target.shape];
    const count = "category" in output ? output.category.labels.length : 0;
    const numbers =
      output.kind === "sequence"
        ? table(rows * output.length, (i) => {
            const [row, place] = [Math.floor(i / output.length), i % output.length];
            return place < 2 ? (row + place) % count : -1;
          })
        : output.target.dtype === "int32"
          ? table(rows, (row) => row % count)
          : flat(sample(shape, rows)).map((value) => (count > 0 ? Number(value > 0) : value));
    fed[output.name] = { shape, data: numbers };
  }
  return fed;
}

/** What a program gives, and what it sets its variables to. */
export function run({ results, updates }: Program, given: Numbers, rows: number) {
  const set = Object.fromEntries(updates.map(({ variable, value }) => [`set/${variable.name}`, value]));
  const all = interpret({ ...results, ...set }, given, rows);
  const part = (wanted: boolean) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) =>
        name.startsWith("set/") === wanted ? [[name.replace(/^set\//, ""), value] as const] : [],
      ),
    );
  return { results: part(false), updates: part(true) };
}

/** The values that a source's first model gives some names, outside of training, and its variables. */
export function named(text: string, names: readonly string[], given: Numbers, rows: number, own?: Numbers) {
  const { models, findings } = checkProject(loadProject("main.fuse", reading(text)));
  const [model] = models;
  if (model === undefined) throw new Error(findings.map(({ message }) => message).join("\n") || "no model");
  const wanted = names.map((name) => {
    const value = model.names.get(name)?.value;
    if (value?.kind !== "tensor") throw new Error(`${name} is no value of the model`);
    return value.value;
  });
  const g = createOps(createBuilder());
  const variables = createVariables();
  const { values } = lowerForward(g, model, wanted, variables, false);
  const state = own ?? madeUp(variables.all.values());
  const tensors = Object.fromEntries(names.map((name, i) => [name, values.get(wanted[i]!.id)!.tensor]));
  return { values: interpret(tensors, { ...given, ...state }, rows), variables: state };
}

/** Variables that hold other numbers than they start with, statistics among them above 0. */
export const madeUp = (variables: Iterable<Variable>): Numbers =>
  Object.fromEntries(
    [...variables].map(({ name, shape, role }, i) => {
      const sizes = shape as readonly number[];
      const data = flat(sample(product(sizes) === 0 ? [] : sizes, 50 + i));
      return [
        name,
        {
          shape: sizes,
          data: data.map((value) => (role === "statistic" ? Math.abs(value) + 0.5 : value / 2)),
        },
      ];
    }),
  );
