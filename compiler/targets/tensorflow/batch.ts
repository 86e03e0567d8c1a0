import { isBatch } from "../../graph/tensor.ts";
import type { Emit } from "./emit.ts";
import type { Value } from "./node.ts";
import type { FeedWire } from "./wire.ts";

/** How many rows the feeds have, from the first one that grows with the batch. */
export function batchSize(emit: Emit, feeds: readonly FeedWire[]): Value {
  const feed = feeds.find(({ shape }) => shape.some(isBatch));
  if (feed === undefined)
    throw new Error("A program whose sizes grow with the batch needs a feed that does.");
  const axis = feed.shape.findIndex(isBatch);
  const sizes = emit.op("Shape", [emit.feed(feed.name)], { out_type: "int32" });
  const size = emit.op("StridedSlice", [sizes, emit.ints([axis]), emit.ints([axis + 1]), emit.ints([1])], {
    shrink_axis_mask: 1,
  });
  const dim = feed.shape[axis]!;
  const times = isBatch(dim) ? dim.batch : 1;
  return times === 1 ? size : emit.op("FloorDiv", [size, emit.int(times)]);
}
