import type { elementwise as primitives } from "../../../compiler/graph/primitives/elementwise.ts";
import type { Dtype } from "../../../compiler/graph/tensor.ts";
import type { Computed, Kernels } from "../kernel.ts";
import type { EagerTensor, Tfjs, TfjsDtype } from "../tfjs.ts";

/** How each type of elements is held. */
export const DTYPES: { readonly [D in Dtype]: TfjsDtype } = {
  float32: "float32",
  int32: "int32",
  bool: "bool",
  uint8: "int32",
};

type Unary = { [K in keyof Tfjs]: Tfjs[K] extends (x: EagerTensor) => EagerTensor ? K : never }[keyof Tfjs];
type Binary = {
  [K in keyof Tfjs]: Tfjs[K] extends (a: EagerTensor, b: EagerTensor) => EagerTensor ? K : never;
}[keyof Tfjs];

const unary = (name: Unary) => (tf: Tfjs, inputs: readonly EagerTensor[]) => [tf[name](inputs[0]!)];
const binary = (name: Binary) => (tf: Tfjs, inputs: readonly EagerTensor[]) => [
  tf[name](inputs[0]!, inputs[1]!),
];

export const elementwise: Kernels<keyof typeof primitives & Computed> = {
  neg: unary("neg"),
  exp: unary("exp"),
  log: unary("log"),
  sqrt: unary("sqrt"),
  rsqrt: unary("rsqrt"),
  square: unary("square"),
  reciprocal: unary("reciprocal"),
  abs: unary("abs"),
  sign: unary("sign"),
  floor: unary("floor"),
  tanh: unary("tanh"),
  sigmoid: unary("sigmoid"),
  softplus: unary("softplus"),
  relu: unary("relu"),
  erf: unary("erf"),
  sin: unary("sin"),
  cos: unary("cos"),
  logical_not: unary("logicalNot"),
  stop_gradient: unary("clone"),

  add: binary("add"),
  sub: binary("sub"),
  mul: binary("mul"),
  div: binary("div"),
  maximum: binary("maximum"),
  minimum: binary("minimum"),
  pow: binary("pow"),
  greater: binary("greater"),
  greater_equal: binary("greaterEqual"),
  less: binary("less"),
  equal: binary("equal"),
  logical_and: binary("logicalAnd"),
  logical_or: binary("logicalOr"),

  select: (tf, [condition, a, b]) => [tf.where(condition!, a!, b!)],
  cast: (tf, [a], { dtype }) => [tf.cast(a!, DTYPES[dtype])],
};
