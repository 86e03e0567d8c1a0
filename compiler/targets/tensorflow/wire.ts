import { type Dtype, elements, isBatch, type Shape, showShape } from "../../graph/tensor.ts";

/**
 * How the elements of a tensor travel into a graph.
 *
 * - `bits`: float32 as the int32 of the same bits. TensorFlow keeps int32 inputs in the host's memory, so that on a
 *   GPU the numbers cross over once instead of three times.
 * - `bytes`: uint8 as one scalar string, which is several times faster to hand over than a tensor of bytes.
 * - `plain`: as it is.
 */
export type Encoding = "bits" | "bytes" | "plain";

/** An input of a signature: named `name`, and holding elements of `dtype` in `shape`, once decoded. */
export interface FeedWire {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly encoding: Encoding;
}

/** An output of a signature. */
export interface ResultWire {
  readonly name: string;
  readonly dtype: ResultDtype;
  readonly shape: Shape;
}

export type ResultDtype = "float32" | "int32" | "bool";

const ENCODINGS: { readonly [D in Dtype]: Encoding } = {
  float32: "bits",
  uint8: "bytes",
  int32: "plain",
  bool: "plain",
};

export function feedWire(name: string, { dtype, shape }: { dtype: Dtype; shape: Shape }): FeedWire {
  return { name, dtype, shape, encoding: ENCODINGS[dtype] };
}

/** A tensor as TensorFlow is handed it. */
export type Encoded =
  | { readonly dtype: "int32"; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: "bool"; readonly shape: readonly number[]; readonly data: Uint8Array }
  | { readonly dtype: "string"; readonly shape: readonly number[]; readonly data: readonly Uint8Array[] };

/** The array type of elements of `dtype`; a `bool` is a byte, 0 or 1. */
export type Elements = Float32Array | Int32Array | Uint8Array;

/**
 * The elements, in row-major order, as the feed's encoding has them. Nothing is copied: the result shares the array's memory.
 *
 * Sizes that grow with the batch follow from the number of elements. Throws a `RangeError` where no batch has as many,
 * and a `TypeError` for an array of another type of elements.
 */
export function encodeFeed(feed: FeedWire, data: Elements): Encoded {
  const shape = shapeFor(feed, data.length);
  if (feed.dtype === "float32" && data instanceof Float32Array) {
    return { dtype: "int32", shape, data: new Int32Array(data.buffer, data.byteOffset, data.length) };
  }
  if (feed.dtype === "int32" && data instanceof Int32Array) return { dtype: "int32", shape, data };
  if (feed.dtype === "bool" && data instanceof Uint8Array) return { dtype: "bool", shape, data };
  if (feed.dtype === "uint8" && data instanceof Uint8Array)
    return { dtype: "string", shape: [], data: [data] };
  throw new TypeError(`The feed ${feed.name} holds ${feed.dtype}, but is given a ${data.constructor.name}.`);
}

function shapeFor({ name, shape }: FeedWire, length: number): number[] {
  const { fixed } = elements(shape);
  const growing = shape.filter(isBatch).length;
  const rows = growing === 0 ? 1 : Math.round((length / fixed) ** (1 / growing));
  if (fixed * rows ** growing !== length) {
    throw new RangeError(
      `The feed ${name} has the shape ${showShape(shape)}, which ${length} elements do not fill.`,
    );
  }
  return shape.map((dim) => (isBatch(dim) ? dim.batch * rows : dim));
}

/** What TensorFlow is told of a shape: -1 for what grows with the batch. */
export function partialShape(shape: Shape): number[] {
  return shape.map((dim) => (isBatch(dim) ? -1 : dim));
}
