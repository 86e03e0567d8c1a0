import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { choice } from "../operators/settings.ts";
import type { ValueType } from "../types/value-type.ts";

/** How many channels each colour model has. */
export const COLOURS = { gray: 1, rgb: 3, rgba: 4 } as const;

/** The setting of modalities that are pictures. */
export const colours = choice(["gray", "rgb", "rgba"], "the colour model: 1, 3 or 4 channels", {
  positional: true,
});

/** Bytes brought to a range: 0 becomes the lower bound and 255 the upper. */
export function scaleBytes(g: Ops, values: Tensor, { range }: Pick<ValueType, "range">): Tensor {
  const bytes = g.cast(values, "float32");
  if (range.name !== "between") throw new Error("a picture has bounds");
  const scaled = g.mul(bytes, g.scalar((range.high - range.low) / 255));
  return range.low === 0 ? scaled : g.add(scaled, g.scalar(range.low));
}
