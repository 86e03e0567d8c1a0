import type { InputSpec, OutputSpec } from "../../compiler/plan/interface.ts";
import type { NumberArray } from "../files/bytes.ts";

/** A tensor that is fed, without its batch axis. */
export interface FeedSpec {
  readonly name: string;
  readonly dtype: "float32" | "int32" | "uint8";
  readonly shape: readonly number[];
}

/** The numbers of one feed for several rows, one row after another. */
export interface FeedRows extends FeedSpec {
  /** Numbers in a row. */
  readonly width: number;
  readonly data: NumberArray;
}

const scalar = (name: string, dtype: FeedSpec["dtype"]): FeedSpec => ({ name, dtype, shape: [] });

/** What is fed for an input: its parts, the lengths of its ragged axes, and whether it is there. */
export function inputFeeds({ parts, lengths, presence }: InputSpec): FeedSpec[] {
  return [
    ...parts.map(({ feed, dtype, shape }) => ({ name: feed, dtype, shape })),
    ...Object.values(lengths).map((feed) => scalar(feed, "int32")),
    ...(presence === undefined ? [] : [scalar(presence, "float32")]),
  ];
}

/** What is fed for an output when training: its target. */
export function outputFeed({ name, target }: OutputSpec): FeedSpec {
  return { name, ...target };
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array };

/** Memory for so many rows of a feed, all zero. */
export function allocate(spec: FeedSpec, rows: number): FeedRows {
  const width = spec.shape.reduce((a, b) => a * b, 1);
  return { ...spec, width, data: new ARRAYS[spec.dtype](rows * width) };
}

/** Some neighbouring rows, in the same memory. */
export function rowsFrom(feed: FeedRows, from: number, to: number): FeedRows {
  return { ...feed, data: feed.data.subarray(from * feed.width, to * feed.width) };
}
