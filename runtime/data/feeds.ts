import type { InputSpec, OutputSpec } from "../../compiler/plan/interface.ts";
import { type NumberArray, SIZES, VIEWS } from "../files/bytes.ts";

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

/** Numbers in a row of a feed. */
export const widthOf = ({ shape }: FeedSpec): number => shape.reduce((a, b) => a * b, 1);

/** Memory for so many rows of a feed, all zero; all threads see what is shared. */
export function allocate(spec: FeedSpec, rows: number, { shared = false } = {}): FeedRows {
  const width = widthOf(spec);
  const bytes = rows * width * SIZES[spec.dtype];
  const memory = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return { ...spec, width, data: VIEWS[spec.dtype](memory) };
}

/** Some neighbouring rows, in the same memory. */
export function rowsFrom(feed: FeedRows, from: number, to: number): FeedRows {
  return { ...feed, data: feed.data.subarray(from * feed.width, to * feed.width) };
}
