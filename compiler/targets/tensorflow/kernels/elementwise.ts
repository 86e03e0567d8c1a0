import type { elementwise as primitives } from "../../../graph/primitives/elementwise.ts";
import { type Shape, sameShape } from "../../../graph/tensor.ts";
import { tfDtype } from "../dtypes.ts";
import type { Emit } from "../emit.ts";
import type { Kernels } from "../kernel.ts";
import type { Value } from "../node.ts";
import type { OpName } from "../operation.ts";

type Elementwise = keyof typeof primitives;

/** An operation that takes the inputs as they are. */
const plain = (op: OpName) => (emit: Emit, inputs: readonly Value[]) => [emit.op(op, inputs)];

/** An operation of a result and the gradient of that result, which does not broadcast. */
const fromResult =
  (op: "TanhGrad" | "SigmoidGrad") =>
  (emit: Emit, [gradient, result]: readonly Value[], { inputs, outputs }: Shaped) => {
    const [g, r] = spread(emit, [gradient!, result!], inputs, outputs[0]!.shape);
    return [emit.op(op, [r!, g!])];
  };

interface Shaped {
  readonly inputs: readonly { readonly shape: Shape }[];
  readonly outputs: readonly { readonly shape: Shape }[];
}

/** The values repeated to a common shape, for operations that do not broadcast by themselves. */
function spread(emit: Emit, values: readonly Value[], from: Shaped["inputs"], to: Shape): Value[] {
  return values.map((value, i) =>
    sameShape(from[i]!.shape, to) ? value : emit.op("BroadcastTo", [value, emit.sizes(to)]),
  );
}

export const elementwise: Kernels<Elementwise> = {
  neg: plain("Neg"),
  exp: plain("Exp"),
  log: plain("Log"),
  sqrt: plain("Sqrt"),
  rsqrt: plain("Rsqrt"),
  square: plain("Square"),
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
  logical_not: plain("LogicalNot"),
  stop_gradient: (_, inputs) => inputs,

  add: plain("AddV2"),
  sub: plain("Sub"),
  mul: plain("Mul"),
  div: plain("RealDiv"),
  maximum: plain("Maximum"),
  minimum: plain("Minimum"),
  pow: plain("Pow"),
  greater: plain("Greater"),
  greater_equal: plain("GreaterEqual"),
  less: plain("Less"),
  equal: plain("Equal"),
  logical_and: plain("LogicalAnd"),
  logical_or: plain("LogicalOr"),

  relu_gradient: (emit, inputs, node) => [
    emit.op("ReluGrad", spread(emit, inputs, node.inputs, node.outputs[0]!.shape)),
  ],
  tanh_gradient: fromResult("TanhGrad"),
  sigmoid_gradient: fromResult("SigmoidGrad"),

  select: plain("SelectV2"),
  cast(emit, [a], { attributes }) {
    const DstT = tfDtype(attributes.dtype, emit.precision);
    return [a!.dtype === DstT ? a! : emit.op("Cast", [a!], { DstT })];
  },
};
