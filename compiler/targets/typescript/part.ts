import type { Variable } from "../../graph/graph.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";
import type { Code, Helper } from "./code.ts";
import type { UseSketch } from "./sketch.ts";
import { typeName, uniqueNames } from "./words.ts";

/** What a module declares or imports itself, which no value may hide and no block be called. */
export const TAKEN: readonly string[] = (
  "tf Scope Training Definition Model Trainable VariableSpec createState createModel createTrainer slotsOf normaliseBatch " +
  "maxOf minOf stopGradient Values VARIABLES DEFINITION forward loss learningRate clip move Numbers TableRow Judged " +
  "Graph text numbers tabular graph date standardised filled Gappy category ordered set sequence number vector"
).split(" ");

/** A function as it will stand in the module. */
export interface FunctionCode {
  readonly name: string;
  readonly documentation?: string | undefined;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returns: string;
  readonly body: readonly string[];
}

/** What all functions of a module share. */
export interface ModuleWriting {
  /** Functions in the order in which they are to stand. */
  readonly functions: FunctionCode[];
  readonly helpers: Set<Helper>;
  /** Long lists of numbers, by the names of their constants. */
  readonly constants: Map<string, readonly number[]>;
  readonly unique: (name: string) => string;
}

export const createModule = (taken: Iterable<string>): ModuleWriting => ({
  functions: [],
  helpers: new Set(),
  constants: new Map(),
  unique: uniqueNames(taken),
});

/** A function of a graph that is to be written, with those of the blocks in it. */
export interface Part {
  readonly name: string;
  readonly documentation?: string;
  /** What it returns: tensors by name in an object, or a single one as it is. */
  readonly results: ReadonlyMap<string, Tensor> | Tensor | readonly Tensor[];
  /** The type of what it returns. */
  readonly returns: string;
  readonly nodes: readonly Node[];
  readonly updates: readonly { readonly variable: Variable; readonly value: Tensor }[];
  readonly uses: readonly UseSketch[];
  readonly names: ReadonlyMap<Tensor, string>;
  /** Feeds through which gradients pass, as they do through weights, by name. */
  readonly moving?: ReadonlySet<string>;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  /** Whether parts of it may work as in prediction while others train. */
  readonly isStaged?: boolean;
  /** Whether shapes are not told. */
  readonly isPlain?: boolean;
  /** What its parameters hold. */
  readonly given: ReadonlyMap<Tensor, Code>;
}

/** The function of equal code, or a new one. */
export function functionName(module: ModuleWriting, block: string, code: Omit<FunctionCode, "name">): string {
  const wanted = typeName(block);
  const same = module.functions.find(
    ({ name, ...other }) =>
      name.replace(/\d+$/, "") === wanted.replace(/\d+$/, "") &&
      JSON.stringify(other) === JSON.stringify(code),
  );
  if (same !== undefined) return same.name;
  const name = module.unique(wanted);
  module.functions.push({ name, ...code });
  return name;
}
