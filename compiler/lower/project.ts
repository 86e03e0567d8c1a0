import type { Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";
import { CHANNEL } from "../types/value-type.ts";
import { arranged } from "./arrange.ts";
import { type LowerContext, type Lowered, sizeOf } from "./context.ts";

/** `x · kernel + offset` over the last axis, to `width` channels, by two weights called `name_kernel` and `name_bias`. */
export function affine({ g, weight }: LowerContext, name: string, x: Tensor, width: number): Tensor {
  const kernel = weight(`${name}_kernel`, [x.shape.at(-1) as number, width], { kind: "glorot_uniform" });
  return g.add(g.linear(x, kernel), weight(`${name}_bias`, [width], { kind: "zeros" }));
}

/**
 * The operands' tensors with their axes in the order of `axes`, and, where a width is given, each mapped to that many
 * channels by a trained linear map of its own.
 */
export function projected(
  { g, weight }: LowerContext,
  xs: readonly Lowered[],
  axes: readonly Axis[],
  width: number | undefined,
): Tensor[] {
  return xs.map((x, i) => {
    const tensor = arranged(g, x, axes);
    if (width === undefined) return tensor;
    const kernel = weight(`kernel_${i + 1}`, [sizeOf(x, CHANNEL), width], { kind: "glorot_uniform" });
    return g.add(g.linear(tensor, kernel), weight(`bias_${i + 1}`, [width], { kind: "zeros" }));
  });
}
