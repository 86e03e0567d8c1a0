/** Computes tensor graphs one number at a time and in double precision, by plain loops. */
import { nodesOf } from "../../../../compiler/graph/graph.ts";
import type { PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Node, Shape, Tensor } from "../../../../compiler/graph/tensor.ts";
import type { Dense } from "./dense.ts";
import type { Reading, Rules } from "./rule.ts";
import { convolution2d } from "./rules/convolution.ts";
import { elementwise } from "./rules/elementwise.ts";
import { linear } from "./rules/linear.ts";
import { lookup } from "./rules/lookup.ts";
import { normalise } from "./rules/normalise.ts";
import { optimise } from "./rules/optimise.ts";
import { pooling } from "./rules/pooling.ts";
import { reduce } from "./rules/reduce.ts";
import { shape } from "./rules/shape.ts";
import { softmax } from "./rules/softmax.ts";
import { sources } from "./rules/sources.ts";

const rules: Rules<PrimitiveName> = {
  ...sources,
  ...elementwise,
  ...reduce,
  ...shape,
  ...linear,
  ...convolution2d,
  ...pooling,
  ...normalise,
  ...lookup,
  ...softmax,
  ...optimise,
};

type AnyRule = (inputs: readonly Dense[], attributes: object, reading: Reading) => readonly Dense[];

/**
 * Gives the values of tensors, and remembers those that it has computed.
 *
 * @param given the values of all feeds and variables that they need, by name
 * @param rows how many rows a batch has
 */
export function interpreter(given: Readonly<Record<string, Dense>>, rows: number): (tensor: Tensor) => Dense {
  const sizes = (shape: Shape) => shape.map((dim) => (typeof dim === "number" ? dim : dim.batch * rows));
  const known = new Map<Node, readonly Dense[]>();
  const value = (tensor: Tensor) => known.get(tensor.node)![tensor.output]!;

  function compute(node: Node): void {
    const rule = rules[node.primitive as PrimitiveName] as AnyRule;
    const results = rule(node.inputs.map(value), node.attributes, { given, sizes, types: node.inputs });
    for (const [i, { shape }] of results.entries()) {
      const promised = sizes(node.outputs[i]!.shape);
      if (String(shape) !== String(promised))
        throw new Error(`${node.primitive} gave [${shape}], not [${promised}]`);
    }
    known.set(node, results);
  }

  return (tensor) => {
    if (!known.has(tensor.node)) {
      for (const node of nodesOf([tensor])) if (!known.has(node)) compute(node);
    }
    return value(tensor);
  };
}

/** The values of some tensors. */
export function interpret(
  roots: Readonly<Record<string, Tensor>>,
  given: Readonly<Record<string, Dense>>,
  rows: number,
): Record<string, Dense> {
  const value = interpreter(given, rows);
  return Object.fromEntries(Object.entries(roots).map(([name, tensor]) => [name, value(tensor)]));
}
