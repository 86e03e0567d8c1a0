/** Convolution and pooling of one image by plain loops. */
import { add, type Cube, type Images, type Row, table } from "./arrays.ts";

export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: "same" | "valid";
}

/** Where windows begin along an axis of n places: before 0 where `same` padding lets them hang over. */
function starts(n: number, { kernel, stride, padding }: Window): number[] {
  if (padding === "valid") return table(Math.floor((n - kernel) / stride) + 1, (i) => i * stride);
  const count = Math.ceil(n / stride);
  const before = Math.floor(Math.max((count - 1) * stride + kernel - n, 0) / 2);
  return table(count, (i) => i * stride - before);
}

/** For every place of a window that slides over an image: the pixels it sees, or undefined beyond the edge. */
export function slide<T>(image: Cube, window: Window, see: (pixels: (Row | undefined)[][]) => T): T[][] {
  return starts(image.length, window).map((top) =>
    starts(image[0]!.length, window).map((left) =>
      see(table(window.kernel, (i) => table(window.kernel, (j) => image[top + i]?.[left + j]))),
    ),
  );
}

/** `[height, width, filters]` from a kernel `[rows, columns, channels, filters]`. */
export function convolve(image: Cube, kernel: Images, bias: Row, window: Window): number[][][] {
  return slide(image, window, (pixels) =>
    bias.map(
      (offset, f) =>
        offset +
        add(
          pixels.flatMap((row, i) =>
            row.flatMap((pixel, j) => (pixel ?? []).map((value, c) => value * kernel[i]![j]![c]![f]!)),
          ),
        ),
    ),
  );
}
