import type { Tensor } from "../tensor.ts";
import { sameShape } from "../tensor.ts";
import { everywhere, madeBy, type SimplificationRules, stretched } from "./rule.ts";

/** Arithmetic that changes nothing or undoes itself. */
export const elementwiseRules: SimplificationRules = {
  neg: ({ a }) => madeBy(a, "neg")?.a,
  logical_not: ({ a }) => madeBy(a, "logical_not")?.a,
  relu: ({ a }) => madeBy(a, "relu") && a,
  abs: ({ g, a }) => (madeBy(a, "abs") ? a : unsigned(a, g.abs)),
  square: ({ g, a }) => unsigned(a, g.square),
  // Gradients were taken before a graph is simplified.
  stop_gradient: ({ a }) => a,
  cast: ({ a, attributes }) => (a.dtype === attributes.dtype ? a : undefined),

  add({ g, a, b, shape }) {
    if (everywhere(b) === 0) return stretched(g, a, shape);
    if (everywhere(a) === 0) return stretched(g, b, shape);
    const [minusA, minusB] = [madeBy(a, "neg"), madeBy(b, "neg")];
    if (minusB) return g.sub(a, minusB.a);
    return minusA && g.sub(b, minusA.a);
  },
  sub({ g, a, b, shape }) {
    if (everywhere(b) === 0) return stretched(g, a, shape);
    if (everywhere(a) === 0) return stretched(g, g.neg(b), shape);
    const minusB = madeBy(b, "neg");
    return minusB && g.add(a, minusB.a);
  },
  mul({ g, a, b, shape }) {
    for (const [factor, other] of [
      [everywhere(a), b],
      [everywhere(b), a],
    ] as const) {
      if (factor === 1) return stretched(g, other, shape);
      if (factor === -1) return stretched(g, g.neg(other), shape);
    }
    return undefined;
  },
  div: ({ g, a, b, shape }) => (everywhere(b) === 1 ? stretched(g, a, shape) : undefined),
  greater({ a, b, shape }) {
    const truth = everywhere(b) === 0 ? madeBy(a, "cast")?.a : undefined;
    return truth?.dtype === "bool" && sameShape(truth.shape, shape) ? truth : undefined;
  },
  maximum: ({ a, b }) => (a === b ? a : undefined),
  minimum: ({ a, b }) => (a === b ? a : undefined),
  pow({ g, a, b, shape }) {
    const exponent = everywhere(b);
    if (exponent === 1) return stretched(g, a, shape);
    if (exponent === 2) return stretched(g, g.square(a), shape);
    return exponent === -1 ? stretched(g, g.reciprocal(a), shape) : undefined;
  },
  select({ g, a, b, c, shape }) {
    const holds = everywhere(a);
    return holds === undefined ? undefined : stretched(g, holds ? b : c, shape);
  },
};

/** For functions that do not see the sign of their operand. */
function unsigned(a: Tensor, apply: (x: Tensor) => Tensor): Tensor | undefined {
  const inner = madeBy(a, "neg") ?? madeBy(a, "abs");
  return inner && apply(inner.a);
}
