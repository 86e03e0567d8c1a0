import type { elementwise as primitives } from "../../../../../compiler/graph/primitives/elementwise.ts";
import { table } from "../../../operators/kit/arrays.ts";
import { type Dense, filled, stretched } from "../dense.ts";
import type { Rules } from "../rule.ts";

function each(f: (...numbers: number[]) => number) {
  return (inputs: readonly Dense[]): Dense[] => {
    const rank = Math.max(...inputs.map(({ shape }) => shape.length));
    const shape = table(rank, (d) => {
      const sizes = inputs.map((x) => x.shape[d - rank + x.shape.length] ?? 1);
      return sizes.find((size) => size !== 1) ?? 1;
    });
    return [filled(shape, (place) => f(...inputs.map((x) => stretched(x, place))))];
  };
}

/** The error function by a series of terms of one sign (Abramowitz & Stegun 7.1.6), so that nothing cancels. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [sum, term] = [0, x];
  for (let n = 0; n < 200; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

export const elementwise: Rules<keyof typeof primitives> = {
  neg: each((a) => -a),
  exp: each(Math.exp),
  log: each(Math.log),
  sqrt: each(Math.sqrt),
  rsqrt: each((a) => 1 / Math.sqrt(a)),
  square: each((a) => a * a),
  reciprocal: each((a) => 1 / a),
  abs: each(Math.abs),
  sign: each(Math.sign),
  floor: each(Math.floor),
  tanh: each(Math.tanh),
  sigmoid: each(sigmoid),
  softplus: each((a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))),
  relu: each((a) => Math.max(a, 0)),
  erf: each(erf),
  sin: each(Math.sin),
  cos: each(Math.cos),
  logical_not: each((a) => 1 - a),
  stop_gradient: (inputs) => inputs,

  add: each((a, b) => a + b!),
  sub: each((a, b) => a - b!),
  mul: each((a, b) => a * b!),
  div: each((a, b) => a / b!),
  maximum: each(Math.max),
  minimum: each(Math.min),
  pow: each((a, b) => a ** b!),
  greater: each((a, b) => Number(a > b!)),
  greater_equal: each((a, b) => Number(a >= b!)),
  less: each((a, b) => Number(a < b!)),
  equal: each((a, b) => Number(a === b)),
  logical_and: each((a, b) => a * b!),
  logical_or: each(Math.max),

  relu_gradient: each((a, b) => (b! > 0 ? a : 0)),
  tanh_gradient: each((a, b) => a * (1 - b! ** 2)),
  sigmoid_gradient: each((a, b) => a * b! * (1 - b!)),

  select: each((a, b, c) => (a === 1 ? b! : c!)),
  cast([a], { dtype }, { types }) {
    const whole = types[0]!.dtype === "float32" && (dtype === "int32" || dtype === "uint8");
    const change = dtype === "bool" ? (x: number) => Number(x !== 0) : whole ? Math.trunc : undefined;
    return [change === undefined ? a! : { shape: a!.shape, data: a!.data.map(change) }];
  },
};
