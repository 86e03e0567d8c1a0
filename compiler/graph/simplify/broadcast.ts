import type { Ops } from "../ops.ts";
import type { AttributesOf, PrimitiveName } from "../primitives/index.ts";
import { broadcastShapes } from "../shapes.ts";
import { type Shape, sameShape, type Tensor } from "../tensor.ts";
import { madeBy } from "./rule.ts";

/** Primitives that take each element by itself, whose operands broadcast as they are. */
const ELEMENTWISE: ReadonlySet<PrimitiveName> = new Set([
  "neg",
  "exp",
  "log",
  "sqrt",
  "rsqrt",
  "square",
  "reciprocal",
  "abs",
  "sign",
  "floor",
  "tanh",
  "sigmoid",
  "softplus",
  "relu",
  "erf",
  "sin",
  "cos",
  "logical_not",
  "cast",
  "add",
  "sub",
  "mul",
  "div",
  "maximum",
  "minimum",
  "pow",
  "greater",
  "greater_equal",
  "less",
  "equal",
  "logical_and",
  "logical_or",
  "relu_gradient",
  "tanh_gradient",
  "sigmoid_gradient",
  "select",
]);

/**
 * Computes before stretching: operands of elementwise primitives that a broadcast made are taken from before it, and
 * the result is stretched only if no other operand stretches it.
 */
export function computeBeforeStretching<N extends PrimitiveName>(
  g: Ops,
  name: N,
  inputs: readonly Tensor[],
  attributes: AttributesOf<N>,
  shape: Shape,
): Tensor | undefined {
  if (!ELEMENTWISE.has(name)) return undefined;
  const small = inputs.map((input) => madeBy(input, "broadcast_to")?.a ?? input);
  if (small.every((input, i) => input === inputs[i])) return undefined;
  const result = g.apply(name, small, attributes)[0]!;
  return sameShape(broadcastShapes(small), shape) ? result : g.broadcastTo(result, shape);
}
