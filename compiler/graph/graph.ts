import type { Initialiser } from "../random/initialisers.ts";
import type { Origin } from "./origin.ts";
import type { Tensor, TensorType } from "./tensor.ts";

/** What a variable is for, which decides whether it is trained, saved with a model, or only with a checkpoint. */
export type Role =
  /** Moved by the optimizer. */
  | "weight"
  /** Kept from being moved, such as a frozen encoder. */
  | "frozen"
  /** Written by the forward pass in training, such as batch means. */
  | "statistic"
  /** Written by the runtime between epochs, such as how paths fare on the validation split. */
  | "state"
  /** The optimizer's memory. */
  | "slot"
  /** The step counter and the seed. */
  | "counter";

/** State that outlives a step. Its values are never part of the graph. */
export interface Variable extends TensorType {
  /** Unique in a model: `sight/ConvNet/conv_2/kernel`. */
  readonly name: string;
  readonly role: Role;
  readonly initialiser: Initialiser;
  readonly origin: Origin;
  /** Where it starts from what a rule makes of the targets of an output, in the training rows. */
  readonly fitted?: { readonly rule: string; readonly output: string };
}

/** A named tensor that a call hands in. */
export interface Feed extends TensorType {
  readonly name: string;
}

/** One entry point of a compiled model: what goes in, what comes out, which variables it writes. */
export interface Program {
  readonly name: string;
  readonly feeds: readonly Feed[];
  readonly results: Readonly<Record<string, Tensor>>;
  readonly updates: readonly Update[];
}

/** After the program has run, `variable` holds `value`. All values are computed from the state before. */
export interface Update {
  readonly variable: Variable;
  readonly value: Tensor;
}

/** The nodes that some tensors need, each after its inputs. */
export function nodesOf(roots: readonly Tensor[]): Tensor["node"][] {
  const seen = new Set<Tensor["node"]>();
  const stack = roots.map((root) => root.node);
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const input of node.inputs) stack.push(input.node);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}

/** Everything a program computes, each node after its inputs. */
export function programNodes(program: Program): Tensor["node"][] {
  return nodesOf([...Object.values(program.results), ...program.updates.map((update) => update.value)]);
}
