import type { Feed } from "../../compiler/graph/graph.ts";
import { elements, isBatch } from "../../compiler/graph/tensor.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import type { TensorValues } from "./tfjs.ts";

/**
 * The elements of a feed in the form in which batches come: float32 may come as the int32 of its bits, which are read
 * as floats where they lie, and bytes come as one string, which is copied, since tfjs knows none.
 */
export function feedElements({ name, dtype }: Feed, given: HostTensor | undefined): TensorValues {
  if (given === undefined) throw new Error(`nothing is fed as ${name}`);
  if (given.dtype === "string") return Int32Array.from(given.data[0]!);
  if (dtype === "uint8") return Int32Array.from(given.data);
  if (dtype === "float32" && given.dtype === "int32") {
    const { buffer, byteOffset, length } = given.data;
    return new Float32Array(buffer, byteOffset, length);
  }
  return given.data;
}

/** How many rows are fed, from the first feed that grows with the batch; 1 where none does. */
export function rowsIn(feeds: readonly Feed[], given: HostTensors): number {
  const feed = feeds.find(({ shape }) => shape.some(isBatch));
  if (feed === undefined) return 1;
  const count = feedElements(feed, given[feed.name]).length;
  const growing = feed.shape.filter(isBatch).length;
  return Math.round((count / elements(feed.shape).fixed) ** (1 / growing));
}
