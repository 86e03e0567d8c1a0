/** Windows that slide along one, two or three axes, on a target that slides them over height and width. */
import type { Ops } from "../graph/ops.ts";
import { type Dim, product, type Tensor } from "../graph/tensor.ts";
import type { Axis } from "../types/value-type.ts";

/** How a window slides. */
export interface Sliding {
  /** How many places it sees along each axis. */
  readonly size: number;
  readonly stride: number;
  /** How far apart those places are. */
  readonly dilation: number;
  readonly padding: SlidingPadding;
}

/** `same` lets the window hang over both ends, `causal` over the first alone, `valid` keeps it inside. */
export type SlidingPadding = "same" | "causal" | "valid";

/** Where windows lie along an axis. */
interface Course {
  /** How far the first hangs over the beginning, and the last over the end. */
  readonly before: number;
  readonly after: number;
  /** How many there are. */
  readonly places: number;
}

/** How many places a window reaches over. */
const reach = ({ size, dilation }: Pick<Sliding, "size" | "dilation">): number => (size - 1) * dilation + 1;

/**
 * On a ragged axis a `same` window is centred at its place, whatever the size that the axis is padded to; elsewhere it
 * hangs over both ends equally, and if it cannot over the last more, as in TensorFlow.
 */
function course(axis: Axis, sliding: Sliding): Course {
  const { stride, padding } = sliding;
  const size = axis.size as number;
  const wide = reach(sliding);
  if (padding === "valid") return { before: 0, after: 0, places: Math.floor((size - wide) / stride) + 1 };
  const places = Math.ceil(size / stride);
  const over = Math.max((places - 1) * stride + wide - size, 0);
  const centred = Math.floor((axis.ragged === undefined ? over : wide - 1) / 2);
  const before = padding === "causal" ? wide - 1 : centred;
  return { before, after: Math.max((places - 1) * stride + wide - size - before, 0), places };
}

/**
 * Convolution of `[N, …axes, channels]` under a kernel `[…window, channels, filters]`, along one to three axes. What
 * padding holds must be 0.
 */
export function convolveAlong(
  g: Ops,
  x: Tensor,
  kernel: Tensor,
  axes: readonly Axis[],
  sliding: Sliding,
): Tensor {
  const { stride, dilation, padding } = sliding;
  const isPlain = dilation === 1 && padding !== "causal" && axes.every(({ ragged }) => ragged === undefined);
  if (isPlain && axes.length === 2) return g.conv2d(x, kernel, { stride, padding });
  const courses = axes.map((axis) => course(axis, sliding));
  const padded = hung(g, x, courses, 0);
  const y =
    dilation === 1
      ? inside(g, padded, kernel, stride)
      : interleaved(g, padded, dilation, (part) => inside(g, part, kernel, 1));
  return cropped(g, y, courses);
}

/**
 * Convolution of every channel of `[N, …axes, channels]` by itself, along one to three axes that are never ragged, under a
 * kernel `[…window, channels, multiplier]`: channel c's results stand side by side from `c · multiplier` on.
 */
export function eachChannelAlong(
  g: Ops,
  x: Tensor,
  kernel: Tensor,
  axes: readonly Axis[],
  sliding: Omit<Sliding, "padding" | "dilation"> & { readonly padding: "same" | "valid" },
): Tensor {
  const { size, stride, padding } = sliding;
  const [rows, ...rest] = x.shape as [Dim, ...number[]];
  const [channels, multiplier] = kernel.shape.slice(-2) as [number, number];
  if (axes.length === 2) return g.depthwiseConv2d(x, kernel, { stride, padding });
  if (axes.length === 1) {
    const flat = g.reshape(x, [rows, 1, ...rest]);
    const window = g.reshape(kernel, [1, size, channels, multiplier]);
    const y = g.depthwiseConv2d(flat, window, { stride, padding });
    return g.reshape(y, [rows, y.shape[2]!, channels * multiplier]);
  }

  // Along three axes: the sum of what each slice of the window sees of the slices before it.
  const along = course(axes[0]!, { ...sliding, dilation: 1 });
  const padded = g.pad(x, [0, along.before, 0, 0, 0], [0, along.after, 0, 0, 0]);
  const parts = Array.from({ length: size }, (_, d) => {
    const slices = everyOther(g, padded, d, along.places, stride);
    const laid = g.reshape(slices, [product([rows, along.places]), ...rest.slice(1)]);
    const window = g.reshape(g.slice(kernel, [d, 0, 0, 0, 0], [1, size, size, channels, multiplier]), [
      size,
      size,
      channels,
      multiplier,
    ]);
    return g.depthwiseConv2d(laid, window, { stride, padding });
  });
  const y = parts.reduce((a, b) => g.add(a, b));
  return g.reshape(y, [rows, along.places, ...y.shape.slice(1)]);
}

/** The largest number of every window of `[N, …axes, channels]`, along one to three axes; padding must hold {@link lowest}. */
export function largestAlong(
  g: Ops,
  x: Tensor,
  axes: readonly Axis[],
  sliding: Omit<Sliding, "dilation">,
  lowest: number,
): Tensor {
  const { size, stride, padding } = sliding;
  const isPlain = padding !== "causal" && axes.every(({ ragged }) => ragged === undefined);
  if (isPlain && axes.length === 2) return g.maxPool2d(x, { size, stride, padding });
  const courses = axes.map((axis) => course(axis, { ...sliding, dilation: 1 }));
  let y = hung(g, x, courses, lowest);
  // Along one axis after the other, all before it in one and all behind it in another.
  for (const at of axes.keys()) {
    const shape = y.shape;
    const lead = shape.slice(0, at + 1);
    const rest = shape.slice(at + 2, -1);
    const laid = g.reshape(y, [product(lead), shape[at + 1]!, product(rest), shape.at(-1)!]);
    const slid = g.maxPool2d(laid, { size: [size, 1], stride: [stride, 1], padding: "valid" });
    y = g.reshape(slid, [...lead, slid.shape[1]!, ...rest, shape.at(-1)!]);
  }
  return cropped(g, y, courses);
}

/** Room around every axis for windows that hang over. */
function hung(g: Ops, x: Tensor, courses: readonly Course[], value: number): Tensor {
  const before = [0, ...courses.map((one) => one.before), 0];
  return g.pad(x, before, [0, ...courses.map((one) => one.after), 0], value);
}

/** As many places of every axis as there are windows. */
function cropped(g: Ops, y: Tensor, courses: readonly Course[]): Tensor {
  const size: Dim[] = [y.shape[0]!, ...courses.map(({ places }) => places), y.shape.at(-1)!];
  return g.slice(
    y,
    size.map(() => 0),
    size,
  );
}

/** Windows that stay inside, along one to three axes. */
function inside(g: Ops, x: Tensor, kernel: Tensor, stride: number): Tensor {
  const [rows, ...rest] = x.shape as [Dim, ...number[]];
  const channels = rest.at(-1)!;
  if (rest.length === 2) {
    const [size, , filters] = kernel.shape as readonly number[];
    const flat = g.reshape(x, [rows, 1, rest[0]!, channels]);
    const window = g.reshape(kernel, [1, size!, channels, filters!]);
    const y = g.conv2d(flat, window, { stride: [1, stride], padding: "valid" });
    return g.reshape(y, [rows, y.shape[2]!, filters!]);
  }
  if (rest.length === 3) return g.conv2d(x, kernel, { stride, padding: "valid" });

  // Along three axes: the slices that a window sees stand side by side as channels of one.
  const [depth, height, width] = kernel.shape as readonly number[];
  const filters = kernel.shape.at(-1) as number;
  const count = Math.floor((rest[0]! - depth!) / stride) + 1;
  const slices = Array.from({ length: depth! }, (_, i) => everyOther(g, x, i, count, stride));
  const laid = g.reshape(g.concat(slices, 4), [
    product([rows, count]),
    rest[1]!,
    rest[2]!,
    depth! * channels,
  ]);
  const window = g.reshape(g.transpose(kernel, [1, 2, 0, 3, 4]), [
    height!,
    width!,
    depth! * channels,
    filters,
  ]);
  const y = g.conv2d(laid, window, { stride, padding: "valid" });
  return g.reshape(y, [rows, count, y.shape[1]!, y.shape[2]!, filters]);
}

/** Of the second axis, `count` places from `from` on, `step` apart. */
function everyOther(g: Ops, x: Tensor, from: number, count: number, step: number): Tensor {
  const [rows, , ...rest] = x.shape as [Dim, number, ...number[]];
  const none = rest.map(() => 0);
  const whole = (count - 1) * step + 1;
  const part = g.slice(x, [0, from, ...none], [rows, whole, ...rest]);
  if (step === 1) return part;
  const even = g.pad(part, [0, 0, ...none], [0, step - 1, ...none]);
  const apart = g.reshape(even, [rows, count, step, ...rest]);
  return g.reshape(g.slice(apart, [0, 0, 0, ...none], [rows, count, 1, ...rest]), [rows, count, ...rest]);
}

/**
 * Applies `work`, which slides over places side by side, to places `dilation` apart: those of one remainder are a
 * record of their own.
 */
function interleaved(g: Ops, x: Tensor, dilation: number, work: (x: Tensor) => Tensor): Tensor {
  const [rows, ...rest] = x.shape as [Dim, ...number[]];
  const channels = rest.at(-1)!;
  const sizes = rest.slice(0, -1);
  const n = sizes.length;
  const missing = sizes.map((size) => (dilation - (size % dilation)) % dilation);
  const even = g.pad(x, [0, ...sizes.map(() => 0), 0], [0, ...missing, 0]);
  const counts = sizes.map((size) => Math.ceil(size / dilation));
  const range = Array.from({ length: n }, (_, i) => i);
  const remainders = range.map(() => dilation);

  const apart = g.reshape(even, [rows, ...counts.flatMap((count) => [count, dilation]), channels]);
  const order = [0, ...range.map((i) => 2 + 2 * i), ...range.map((i) => 1 + 2 * i), 2 * n + 1];
  const folded = g.reshape(g.transpose(apart, order), [product([rows, ...remainders]), ...counts, channels]);
  const y = work(folded);
  const left = y.shape.slice(1, -1) as number[];
  const filters = y.shape.at(-1)!;
  const unfolded = g.reshape(y, [rows, ...remainders, ...left, filters]);
  const back = [0, ...range.flatMap((i) => [1 + n + i, 1 + i]), 2 * n + 1];
  return g.reshape(g.transpose(unfolded, back), [rows, ...left.map((size) => size * dilation), filters]);
}
