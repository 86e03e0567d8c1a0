import type { Ops } from "../ops.ts";
import type { elementwise } from "../primitives/elementwise.ts";
import type { Tensor } from "../tensor.ts";
import { type GradientRules, unbroadcast } from "./rule.ts";

/** Where `condition` holds, all of the gradient goes to a; elsewhere to b. */
function either(g: Ops, condition: Tensor, gradient: Tensor, a: Tensor, b: Tensor): Tensor[] {
  const zero = g.scalar(0);
  return [
    unbroadcast(g, g.select(condition, gradient, zero), a),
    unbroadcast(g, g.select(condition, zero, gradient), b),
  ];
}

export const elementwiseGradients: GradientRules<keyof typeof elementwise> = {
  neg: ({ g, dy }) => [g.neg(dy)],
  exp: ({ g, y, dy }) => [g.mul(dy, y)],
  log: ({ g, a, dy }) => [g.div(dy, a)],
  sqrt: ({ g, y, dy }) => [g.div(g.mul(dy, g.scalar(0.5)), y)],
  rsqrt: ({ g, y, dy }) => [g.mul(g.mul(dy, g.scalar(-0.5)), g.mul(y, g.square(y)))],
  square: ({ g, a, dy }) => [g.mul(g.mul(dy, g.scalar(2)), a)],
  reciprocal: ({ g, y, dy }) => [g.neg(g.mul(dy, g.square(y)))],
  abs: ({ g, a, dy }) => [g.mul(dy, g.sign(a))],
  sign: "none",
  floor: "none",
  tanh: ({ g, y, dy }) => [g.tanhGradient(dy, y)],
  sigmoid: ({ g, y, dy }) => [g.sigmoidGradient(dy, y)],
  softplus: ({ g, a, dy }) => [g.mul(dy, g.sigmoid(a))],
  relu: ({ g, y, dy }) => [g.reluGradient(dy, y)],
  erf: ({ g, a, dy }) => [g.mul(g.mul(dy, g.scalar(2 / Math.sqrt(Math.PI))), g.exp(g.neg(g.square(a))))],
  sin: ({ g, a, dy }) => [g.mul(dy, g.cos(a))],
  cos: ({ g, a, dy }) => [g.neg(g.mul(dy, g.sin(a)))],
  logical_not: "none",
  stop_gradient: "none",

  add: ({ g, a, b, dy }) => [unbroadcast(g, dy, a), unbroadcast(g, dy, b)],
  sub: ({ g, a, b, dy }) => [unbroadcast(g, dy, a), g.neg(unbroadcast(g, dy, b))],
  mul: ({ g, a, b, dy }) => [unbroadcast(g, g.mul(dy, b), a), unbroadcast(g, g.mul(dy, a), b)],
  div({ g, a, b, y, dy }) {
    const share = g.div(dy, b);
    return [unbroadcast(g, share, a), g.neg(unbroadcast(g, g.mul(share, y), b))];
  },
  // Where a and b are equal, a takes all, as in TensorFlow.
  maximum: ({ g, a, b, dy }) => either(g, g.greaterEqual(a, b), dy, a, b),
  minimum: ({ g, a, b, dy }) => either(g, g.greaterEqual(b, a), dy, a, b),
  pow: ({ g, a, b, y, dy }) => [
    unbroadcast(g, g.mul(dy, g.mul(b, g.pow(a, g.sub(b, g.scalar(1))))), a),
    unbroadcast(g, g.mul(dy, g.mul(y, g.log(a))), b),
  ],
  greater: "none",
  greater_equal: "none",
  less: "none",
  equal: "none",
  logical_and: "none",
  logical_or: "none",

  // By b, relu's slope changes in jumps alone.
  relu_gradient: ({ g, a, b, dy }) => [unbroadcast(g, g.reluGradient(dy, b), a)],
  tanh_gradient: ({ g, a, b, dy }) => [
    unbroadcast(g, g.tanhGradient(dy, b), a),
    unbroadcast(g, g.mul(g.mul(dy, a), g.mul(b, g.scalar(-2))), b),
  ],
  sigmoid_gradient: ({ g, a, b, dy }) => [
    unbroadcast(g, g.sigmoidGradient(dy, b), a),
    unbroadcast(g, g.mul(g.mul(dy, a), g.sub(g.scalar(1), g.mul(b, g.scalar(2)))), b),
  ],

  select: ({ g, a, b, c, dy }) => [undefined, ...either(g, a, dy, b, c)],
  cast: ({ a, dy }) => [a.dtype === "float32" ? dy : undefined],
};
