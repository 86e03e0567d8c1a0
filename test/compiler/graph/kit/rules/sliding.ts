/** Windows that slide over images. */
import type { Sliding } from "../../../../../compiler/graph/windows.ts";
import { table } from "../../../operators/kit/arrays.ts";
import type { Place } from "../dense.ts";

/** A number inside the edge that a window sees: its place in the window and in the image. */
export interface Seen {
  readonly i: number;
  readonly j: number;
  readonly y: number;
  readonly x: number;
}

/** Where a window stands, and what it sees there. */
export interface Stand {
  readonly top: number;
  readonly left: number;
  readonly seen: readonly Seen[];
}

/** Where windows begin along an axis of n numbers: before 0 where `same` padding lets them hang over. */
function starts(n: number, window: number, stride: number, padding: Sliding["padding"]): number[] {
  if (padding === "valid") return table(Math.floor((n - window) / stride) + 1, (i) => i * stride);
  const count = Math.ceil(n / stride);
  const before = Math.floor(Math.max((count - 1) * stride + window - n, 0) / 2);
  return table(count, (i) => i * stride - before);
}

/** Every stand of a window `[rows, columns]` over images `[N, H, W, C]`, row by row, and how many rows and columns. */
export function stands(
  [, height, width]: Place,
  [rows, columns]: Place,
  { strides, padding }: Sliding,
): { stands: Stand[]; down: number; across: number } {
  const tops = starts(height!, rows!, strides[0], padding);
  const lefts = starts(width!, columns!, strides[1], padding);
  const all = tops.flatMap((y0, top) =>
    lefts.map((x0, left) => {
      const seen = table(rows! * columns!, (k) => {
        const [i, j] = [Math.floor(k / columns!), k % columns!];
        return { i, j, y: y0 + i, x: x0 + j };
      });
      return { top, left, seen: seen.filter(({ y, x }) => y >= 0 && y < height! && x >= 0 && x < width!) };
    }),
  );
  return { stands: all, down: tops.length, across: lefts.length };
}
