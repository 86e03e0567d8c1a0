import type { AttributesOf, PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import { type Dense, filled, stretched } from "./dense.ts";

/** Whether a primitive is smooth around some inputs, and defined there; those not named always are. */
type Smooth = {
  readonly [N in PrimitiveName]?: (inputs: readonly Dense[], attributes: AttributesOf<N>) => boolean;
};

const FAR = 0.02;

const every =
  (holds: (x: number) => boolean, which = 0) =>
  (inputs: readonly Dense[]) =>
    inputs[which]!.data.every(holds);
const positive = every((x) => x > 0.1);
const fromZero = every((x) => Math.abs(x) > FAR);
const farFromZero = every((x) => Math.abs(x) > 0.2);

/** Whether the two are apart wherever they are compared. */
function apart([a, b]: readonly Dense[]): boolean {
  const shape = a!.shape.length >= b!.shape.length ? a!.shape : b!.shape;
  const common = shape.map((size, d) => {
    const [x, y] = [a!, b!].map((t) => t.shape[d - shape.length + t.shape.length] ?? 1);
    return Math.max(size, x!, y!);
  });
  return filled(common, (place) => Math.abs(stretched(a!, place) - stretched(b!, place))).data.every(
    (distance) => distance > FAR,
  );
}

/** Whether all numbers are apart from one another. */
function distinct([x]: readonly Dense[]): boolean {
  const sorted = [...x!.data].sort((a, b) => a - b);
  return sorted.every((value, i) => i === 0 || value - sorted[i - 1]! > 1e-3);
}

export const smooth: Smooth = {
  log: positive,
  sqrt: positive,
  rsqrt: positive,
  exp: every((x) => x < 3),
  reciprocal: farFromZero,
  abs: fromZero,
  sign: fromZero,
  relu: fromZero,
  floor: every((x) => Math.abs(x - Math.round(x)) > FAR),
  div: (inputs) => every((x) => Math.abs(x) > 0.2, 1)(inputs),
  pow: ([a, b]) => positive([a!]) && b!.data.every((x) => Math.abs(x) < 3),
  maximum: apart,
  minimum: apart,
  greater: apart,
  greater_equal: apart,
  less: apart,
  equal: apart,
  relu_gradient: every((x) => Math.abs(x) > FAR, 1),
  reduce_max: distinct,
  reduce_min: distinct,
  argmax: distinct,
  max_pool2d: distinct,
  batch_norm([x]) {
    const channels = x!.shape.at(-1)!;
    return Array.from({ length: channels }, (_, c) => {
      const column = x!.data.filter((_, i) => i % channels === c);
      return Math.max(...column) - Math.min(...column);
    }).every((range) => range > 0.3);
  },
};
