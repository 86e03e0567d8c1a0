import type { Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";
import { CHANNEL } from "../types/value-type.ts";
import { arranged } from "./arrange.ts";
import { type LowerContext, type Lowered, sizeOf } from "./context.ts";

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
