import type { Ops } from "../ops.ts";
import type { PrimitiveName } from "../primitives/index.ts";
import type { Dtype, Tensor, TensorType } from "../tensor.ts";
import { constantValues, fixedProduct } from "./rule.ts";

/** Larger constants are left to be computed, so that no graph file grows by folding. */
const LARGEST = 1024;

/** What a primitive makes of single numbers. */
export const ELEMENT: { readonly [N in PrimitiveName]?: (a: number, b: number, c: number) => number } = {
  neg: (a) => -a,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  rsqrt: (a) => 1 / Math.sqrt(a),
  square: (a) => a * a,
  reciprocal: (a) => 1 / a,
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  tanh: Math.tanh,
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  relu: (a) => Math.max(a, 0),
  sin: Math.sin,
  cos: Math.cos,
  logical_not: (a) => 1 - a,
  cast: (a) => a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  pow: (a, b) => a ** b,
  greater: (a, b) => Number(a > b),
  greater_equal: (a, b) => Number(a >= b),
  less: (a, b) => Number(a < b),
  equal: (a, b) => Number(a === b),
  logical_and: (a, b) => a * b,
  logical_or: (a, b) => Math.max(a, b),
  select: (a, b, c) => (a ? b : c),
};

/** A number as its type holds it; undefined where it does not. */
export const HELD: { readonly [D in Dtype]?: (x: number) => number | undefined } = {
  float32: Math.fround,
  int32: (x) => (Math.abs(x) < 2 ** 31 ? Math.trunc(x) : undefined),
  bool: (x) => Number(x !== 0),
};

/** The result of an application to small constants, computed now. */
export function fold(
  g: Ops,
  name: PrimitiveName,
  inputs: readonly Tensor[],
  type: TensorType,
): Tensor | undefined {
  const count = fixedProduct(type.shape);
  const values = inputs.map(constantValues);
  if (inputs.length === 0 || count === undefined) return undefined;
  if (!values.every((value) => value !== undefined)) return undefined;
  const single = values.every((value) => value.length === 1);
  if (!single && count > LARGEST) return undefined;
  const shape = type.shape as readonly number[];
  const constant = (numbers: readonly number[]) => g.constant(numbers, shape, type.dtype);

  if (name === "reshape") return constant(values[0]!);
  const held = HELD[type.dtype];
  const element = ELEMENT[name];
  if (element === undefined || held === undefined) return undefined;
  const numbers = Array.from({ length: single ? 1 : count }, (_, place) => {
    const [a, b, c] = inputs.map((input, i) => valueAt(values[i]!, input.shape as number[], place, shape));
    return held(element(a!, b!, c!));
  });
  return numbers.every((number) => number !== undefined) ? constant(numbers) : undefined;
}

/** The number of a broadcast constant at a row-major place of the result. */
function valueAt(
  values: readonly number[],
  from: readonly number[],
  place: number,
  to: readonly number[],
): number {
  if (values.length === 1) return values[0]!;
  let rest = place;
  let at = 0;
  let step = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const index = rest % to[axis]!;
    rest = (rest - index) / to[axis]!;
    const size = from[axis - to.length + from.length] ?? 1;
    if (size === 1) continue;
    at += index * step;
    step *= size;
  }
  return values[at]!;
}
