import type { elementwise as primitives } from "../../../graph/primitives/elementwise.ts";
import type { PrimitiveName } from "../../../graph/primitives/index.ts";
import type { Node } from "../../../graph/tensor.ts";
import { DATA_TYPES } from "../dtypes.ts";
import type { Emit } from "../emit.ts";
import type { Kernels, OrderedKernel } from "../kernel.ts";
import type { Value } from "../node.ts";
import type { OpName } from "../operations.ts";
import { aligned, lying } from "../order.ts";

type Elementwise = keyof typeof primitives;

/** A kernel of operands that broadcast, in whatever order their axes lie. */
function of(compute: (emit: Emit, inputs: readonly Value[], node: Node) => Value): OrderedKernel<never> {
  return {
    ordered(emit: Emit, inputs: readonly Value[], node: Node) {
      const { values, order } = aligned(emit, inputs, node.inputs, node.outputs[0]!.shape.length);
      return [lying(compute(emit, values, node), order)];
    },
  } as OrderedKernel<PrimitiveName> as OrderedKernel<never>;
}

/** Operators that take operands as the primitive does. */
const plain = (op: OpName) => of((emit, inputs) => emit.op(op, inputs));

export const elementwise: Kernels<Elementwise> = {
  neg: plain("Neg"),
  exp: plain("Exp"),
  log: plain("Log"),
  sqrt: plain("Sqrt"),
  rsqrt: of((emit, inputs) => emit.op("Reciprocal", [emit.op("Sqrt", inputs)])),
  square: of((emit, [a]) => emit.op("Mul", [a, a])),
  reciprocal: plain("Reciprocal"),
  abs: plain("Abs"),
  sign: plain("Sign"),
  floor: plain("Floor"),
  tanh: plain("Tanh"),
  sigmoid: plain("Sigmoid"),
  softplus: plain("Softplus"),
  relu: plain("Relu"),
  erf: plain("Erf"),
  sin: plain("Sin"),
  cos: plain("Cos"),
  logical_not: plain("Not"),
  stop_gradient: { ordered: (_, inputs) => inputs },

  add: plain("Add"),
  sub: plain("Sub"),
  mul: plain("Mul"),
  div: plain("Div"),
  maximum: plain("Max"),
  minimum: plain("Min"),
  pow: plain("Pow"),
  greater: plain("Greater"),
  greater_equal: plain("GreaterOrEqual"),
  less: plain("Less"),
  equal: plain("Equal"),
  logical_and: plain("And"),
  logical_or: plain("Or"),

  relu_gradient: of((emit, [a, b]) =>
    emit.op("Where", [emit.op("Greater", [b, emit.scalar(0, "float32")]), a, emit.scalar(0, "float32")]),
  ),
  tanh_gradient: of((emit, [a, b]) => {
    const rest = emit.op("Sub", [emit.scalar(1, "float32"), emit.op("Mul", [b, b])]);
    return emit.op("Mul", [a, rest]);
  }),
  sigmoid_gradient: of((emit, [a, b]) => {
    const rest = emit.op("Sub", [emit.scalar(1, "float32"), b]);
    return emit.op("Mul", [a, emit.op("Mul", [b, rest])]);
  }),

  select: plain("Where"),
  cast: of((emit, [a], { attributes, inputs }) => {
    const dtype = attributes.dtype as keyof typeof DATA_TYPES;
    return inputs[0]!.dtype === dtype ? a! : emit.op("Cast", [a], { to: DATA_TYPES[dtype] });
  }),
};
