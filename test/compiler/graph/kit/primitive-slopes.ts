import type { Ops } from "../../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../../compiler/graph/primitives/index.ts";
import { appliedCases } from "./applied.ts";
import type { Dense } from "./dense.ts";
import { type Slopes, slopesOf } from "./slopes.ts";

/** Primitives that refuse to be differentiated. */
export const REFUSED: readonly PrimitiveName[] = [
  "batch_norm_gradient",
  "max_pool2d_gradient",
  "adam_update",
  "momentum_update",
];

/** Primitives whose gradient is meant to be another than that of the function. */
export const UNLIKE: readonly PrimitiveName[] = ["stop_gradient"];

/** Primitives whose later results are gradients themselves, which have none. */
const FIRST_ONLY: readonly PrimitiveName[] = ["softmax_cross_entropy"];

/** Primitives without float32 inputs, or without inputs. */
const FLAT: readonly PrimitiveName[] = [
  "constant",
  "feed",
  "read",
  "random_uniform",
  "logical_not",
  "logical_and",
  "logical_or",
  "one_hot",
];

/** Primitives whose gradient can be held against differences. */
export const DIFFERENTIABLE = (Object.keys(primitives) as PrimitiveName[]).filter(
  (name) => ![...REFUSED, ...UNLIKE, ...FLAT].includes(name),
);

/** The slopes of those cases of a primitive that have any, and which cases they are. */
export function primitiveSlopes(
  g: Ops,
  name: PrimitiveName,
  seed?: number,
): { slopes: Slopes; given: Readonly<Record<string, Dense>>; which: number }[] {
  const found = appliedCases(g, name, seed).flatMap(({ operands, apply, given }, k) => {
    const results = (at: typeof operands) => apply(at).slice(0, FIRST_ONLY.includes(name) ? 1 : undefined);
    const slopes = slopesOf(g, { operands, apply: results }, String(k));
    return slopes === undefined ? [] : [{ slopes, given, which: k }];
  });
  if (found.length === 0) throw new Error(`no case of ${name} has a slope`);
  return found;
}
