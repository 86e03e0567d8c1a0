import type { elementwise as primitives } from "../../../graph/primitives/elementwise.ts";
import { appliedAs, type PrimitiveName } from "../../../graph/primitives/index.ts";
import type { Node, Tensor } from "../../../graph/tensor.ts";
import { DATA_TYPES } from "../dtypes.ts";
import type { Emit } from "../emit.ts";
import type { Kernels, OrderedKernel } from "../kernel.ts";
import type { Value } from "../node.ts";
import type { OpName } from "../operations.ts";
import { aligned, lying } from "../order.ts";
import { maxPoolGradient } from "./pooling-gradients.ts";

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

/** Gradients where a result of relu is above 0; such a result is a number other than 0 there. */
const rectified = of((emit, [gradient, result], { inputs }) => {
  const zero = emit.scalar(0, "float32");
  const above =
    inputs[1]!.node.primitive === "relu"
      ? emit.op("Cast", [result], { to: DATA_TYPES.bool })
      : emit.op("Greater", [result, zero]);
  return emit.op("Where", [above, gradient, zero]);
});

/**
 * Where a largest number of a window is above 0, the place that it came from is, so that gradients that max_pool2d hands
 * back to a relu can be chosen before they are spread.
 */
function unpooled(emit: Emit, { inputs }: Node): readonly Value[] | undefined {
  const [{ node }, result] = inputs as readonly [Tensor, Tensor];
  const spread = appliedAs(node, "max_pool2d_gradient");
  if (spread === undefined || spread.inputs[1] !== result) return undefined;
  const [gradient, , largest] = spread.inputs;
  const tensors = [gradient!, largest!];
  const shape = largest!.shape;
  const { values, order } = aligned(emit, tensors.map(emit.value), tensors, shape.length);
  const zero = emit.scalar(0, "float32");
  const above = emit.op("Greater", [values[1], zero]);
  const chosen = lying(emit.op("Where", [above, values[0], zero]), order);
  return [
    maxPoolGradient(emit, {
      gradient: chosen,
      images: emit.value(result),
      small: shape,
      shape: result.shape,
      attributes: spread.attributes,
    }),
  ];
}

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

  relu_gradient: {
    ordered: (emit, inputs, node) => unpooled(emit, node) ?? rectified.ordered(emit, inputs, node as never),
  },
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
