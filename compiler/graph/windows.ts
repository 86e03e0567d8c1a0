import { demand } from "./primitive.ts";
import type { Dim, TensorType } from "./tensor.ts";

/** `same`: the window may hang over the edge, so that a size n becomes `ceil(n / stride)`; `valid`: it stays inside. */
export type Padding = "same" | "valid";

/** How a window slides over the height and width of images `[N, H, W, C]`. */
export interface Sliding {
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

/** A window sliding along one axis. */
export interface Slide {
  /** How many places it takes. */
  readonly places: number;
  /** How far it hangs over the edge in front of the first place; any odd one hangs over behind. As in TensorFlow. */
  readonly before: number;
}

/** Where a window of `window` numbers lies on an axis of `size` numbers. */
export function slide(size: number, window: number, stride: number, padding: Padding): Slide {
  if (padding === "valid") return { places: Math.floor((size - window) / stride) + 1, before: 0 };
  const places = Math.ceil(size / stride);
  const over = Math.max((places - 1) * stride + window - size, 0);
  return { places, before: Math.floor(over / 2) };
}

/** Refuses what is not float32 `[N, H, W, C]` with only N growing with the batch; gives N, H, W, C. */
export function images(type: TensorType, inputs: readonly TensorType[]): [Dim, number, number, number] {
  const [n, h, w, c] = type.shape;
  demand(
    type.dtype === "float32" &&
      type.shape.length === 4 &&
      typeof h === "number" &&
      typeof w === "number" &&
      typeof c === "number",
    "takes float32 images [N, H, W, C] of fixed size",
    inputs,
  );
  return [n!, h, w, c];
}

/** Height and width of what a sliding window gives. */
export function slidShape(
  [height, width]: readonly [number, number],
  [kernelHeight, kernelWidth]: readonly [number, number],
  { strides, padding }: Sliding,
  inputs: readonly TensorType[],
): [number, number] {
  const rows = slide(height, kernelHeight, strides[0], padding).places;
  const columns = slide(width, kernelWidth, strides[1], padding).places;
  demand(rows > 0 && columns > 0, `a ${kernelHeight} by ${kernelWidth} window must fit inside`, inputs);
  return [rows, columns];
}
