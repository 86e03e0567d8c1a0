import { type Program, programNodes, type Update, type Variable } from "../../graph/graph.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";

/** A step of an optimizer that only moves the variables it reads, so that TensorFlow can do it in place. */
export interface InPlace {
  readonly node: Node;
  /** In the order of the step's results. */
  readonly variables: readonly Variable[];
}

export interface SplitUpdates {
  readonly steps: readonly InPlace[];
  readonly rest: readonly Update[];
}

/** How many variables a step moves: the first so many inputs, which come out as its results. */
const MOVED: Readonly<Record<string, number>> = { adam_update: 3, momentum_update: 2 };

/**
 * The updates of a program as steps in place and the rest. A step is in place if its results are exactly the updates of
 * the variables whose values it takes, and nothing else looks at them.
 */
export function splitUpdates(program: Program): SplitUpdates {
  const used = new Map<Tensor, number>();
  const use = (tensor: Tensor): void => {
    used.set(tensor, (used.get(tensor) ?? 0) + 1);
  };
  for (const node of programNodes(program)) node.inputs.forEach(use);
  Object.values(program.results).forEach(use);
  for (const { value } of program.updates) use(value);
  const targets = new Map(program.updates.map((update) => [update.value, update.variable]));

  const steps: InPlace[] = [];
  const taken = new Set<Tensor>();
  for (const node of new Set(program.updates.map(({ value }) => value.node))) {
    const count = MOVED[node.primitive];
    if (count === undefined) continue;
    const variables = node.inputs.slice(0, count).map(variableRead);
    const exactly = node.outputs.every(
      (output, i) =>
        used.get(output) === 1 && variables[i] !== undefined && targets.get(output) === variables[i],
    );
    if (!exactly) continue;
    steps.push({ node, variables: variables.filter((variable) => variable !== undefined) });
    for (const output of node.outputs) taken.add(output);
  }
  return { steps, rest: program.updates.filter(({ value }) => !taken.has(value)) };
}

/** The variable whose value a tensor is. */
function variableRead({ node }: Tensor): Variable | undefined {
  return node.primitive === "read" ? (node.attributes as { variable: Variable }).variable : undefined;
}
