import type { Node, Tensor } from "../../graph/tensor.ts";
import type { Emit } from "./emit.ts";
import { numberOf, operands } from "./layer-norm.ts";
import type { Value } from "./node.ts";

/** What a product is the gelu of, as `gelu` of `graph/ops/compositions.ts` writes it. */
export function geluOf(node: Node): Tensor | undefined {
  for (const [half, twice] of operands(node, "mul")) {
    for (const [x, factor] of operands(half.node, "mul")) {
      if (numberOf(factor) !== 0.5) continue;
      for (const [erf, one] of operands(twice.node, "add")) {
        if (numberOf(one) !== 1 || erf.node.primitive !== "erf") continue;
        const scaled = operands(erf.node.inputs[0]!.node, "mul");
        if (scaled.some(([same, root]) => same === x && isRoot(numberOf(root)))) return x;
      }
    }
  }
  return undefined;
}

const isRoot = (number: number | undefined) =>
  number !== undefined && Math.fround(number) === Math.fround(Math.SQRT1_2);

/** In the form that ONNX Runtime computes in one pass. */
export function writeGelu(emit: Emit, x: Value): Value {
  const scalar = (value: number) => emit.scalar(value, "float32");
  const erf = emit.op("Erf", [emit.op("Div", [x, scalar(Math.SQRT2)])]);
  return emit.op("Mul", [emit.op("Mul", [x, emit.op("Add", [erf, scalar(1)])]), scalar(0.5)]);
}
