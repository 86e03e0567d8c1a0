import type { TypedModel } from "../../check/model.ts";
import { nodesOf } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { type Code, tensor } from "./code.ts";
import { writePart } from "./functions.ts";
import { nounOf } from "./nouns.ts";
import type { ModuleWriting, Part } from "./part.ts";
import type { Sketch } from "./sketch.ts";
import { uniqueNames, variableName } from "./words.ts";

/** What training computes of a pass, beside the pass itself. */
const trainedBy = ({ losses, terms, judged }: Sketch): Tensor[] => [
  ...losses,
  ...terms.values(),
  ...judged.flatMap(({ said }) => Object.values(said)),
];

/** Whether an output is made of a tensor as probabilities are of logits. */
const isLogit = (one: Tensor, outputs: readonly Tensor[]): boolean =>
  outputs.some(({ node }) => /^(softmax|sigmoid)$/.test(node.primitive) && node.inputs.includes(one));

/** Writes the pass itself; gives what it returns each tensor as. */
export function writeForward(module: ModuleWriting, model: TypedModel, drawn: Sketch): Map<Tensor, string> {
  const { outputs, updates, names, uses, isStaged } = drawn;
  const nodes = nodesOf([...Object.values(outputs), ...updates.map(({ value }) => value)]);
  const known = new Set(nodes);
  const unique = uniqueNames();
  const keys = new Map<Tensor, string>();
  for (const { name } of model.interface.outputs) {
    const given = outputs[name]!;
    if (!keys.has(given)) keys.set(given, unique(variableName(name)));
  }
  // What only training needs is not computed to predict.
  const wanted = trainedBy(drawn);
  const later = nodesOf(wanted).filter((node) => !known.has(node));
  for (const one of [...later.flatMap(({ inputs }) => inputs), ...wanted]) {
    const isSource = ["constant", "read", "feed"].includes(one.node.primitive);
    if (isSource || !known.has(one.node) || keys.has(one)) continue;
    const name = names.get(one) ?? nounOf(one);
    keys.set(one, unique(variableName(isLogit(one, Object.values(outputs)) ? `${name}_logits` : name)));
  }
  writePart(module, {
    name: "forward",
    documentation: model.item.documentation ?? `The model ${model.interface.model}.`,
    results: new Map([...keys].map(([tensor, name]) => [name, tensor])),
    returns: "Values",
    nodes,
    updates,
    uses,
    names,
    parameters: [{ name: "scope", type: "Scope" }],
    given: new Map(),
    isStaged,
  });
  return keys;
}

/** Writes a function of what a pass gives: a loss, or what is told of rows. */
export function writeFollowing(
  module: ModuleWriting,
  { outputs, updates, names, uses, isStaged }: Sketch,
  keys: ReadonlyMap<Tensor, string>,
  part: Pick<Part, "name" | "results" | "returns"> & { readonly documentation: string },
): void {
  const known = new Set(nodesOf([...Object.values(outputs), ...updates.map(({ value }) => value)]));
  const given = new Map([...keys].map(([one, name]): [Tensor, Code] => [one, tensor(`values.${name}`)]));
  const results = part.results instanceof Map ? [...part.results.values()] : [part.results as Tensor];
  const nodes = nodesOf(results).filter((node) => !known.has(node));
  const read = nodes.flatMap(({ inputs }) => inputs);
  writePart(module, {
    ...part,
    nodes,
    updates: [],
    uses,
    names: new Map([...names].filter(([one]) => !known.has(one.node))),
    parameters: [
      { name: "scope", type: "Scope" },
      { name: [...read, ...results].some((one) => given.has(one)) ? "values" : "_values", type: "Values" },
    ],
    given,
    isStaged,
  });
}
