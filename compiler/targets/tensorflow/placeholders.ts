import { tfDtype } from "./dtypes.ts";
import type { Emit } from "./emit.ts";
import type { GraphWriter } from "./graph-writer.ts";
import { target } from "./kernels/shape.ts";
import type { Value } from "./node.ts";
import { type FeedWire, partialShape } from "./wire.ts";

/** Adds the node that a caller's tensor enters by, in the feed's encoding. */
export function placeholder(writer: GraphWriter, name: string, { dtype, shape, encoding }: FeedWire): Value {
  const attributes = {
    bits: { dtype: "int32", shape: partialShape(shape) },
    bytes: { dtype: "string", shape: [] },
    plain: { dtype: tfDtype(dtype, "float32"), shape: partialShape(shape) },
  } as const;
  return writer.add(name, "Placeholder", [], attributes[encoding]).results[0]!;
}

/** The tensor that a placeholder brings, in the graph's precision. */
export function decodeFeed(emit: Emit, { dtype, shape, encoding }: FeedWire, entered: Value): Value {
  if (encoding === "plain") return entered;
  if (encoding === "bytes") {
    const bytes = emit.op("DecodeRaw", [entered], { out_type: "uint8", little_endian: true });
    return emit.op("Reshape", [bytes, target(emit, shape)]);
  }
  const single = emit.op("Bitcast", [entered], { type: "float" });
  const DstT = tfDtype(dtype, emit.precision);
  return DstT === "float" ? single : emit.op("Cast", [single], { DstT });
}
