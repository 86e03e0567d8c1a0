import { BATCH, type Tensor } from "../graph/tensor.ts";
import { CHANNEL } from "../types/value-type.ts";
import { presentOr } from "./arrange.ts";
import { type LowerContext, type Lowered, sizeOf } from "./context.ts";
import { withoutPadding } from "./masked.ts";

/** Places of a sequence, each with its channels. */
export interface Places {
  /** `[B, n, channels]`, zeros where nothing is. */
  readonly tensor: Tensor;
  /** `[B, n]`: 1 at the places that a row fills, 0 at all others; undefined where every row fills all. */
  readonly filled?: Tensor | undefined;
}

/** The places of a sequence, or the one place that a vector is; a row that lacks the value fills none. */
export function placesOf(context: LowerContext, x: Lowered): Places {
  const { g, mask } = context;
  const [sequence, channel] = x.type.axes;
  const count = channel === undefined ? 1 : (sequence!.size as number);
  const clean = presentOr(g, x, 0, withoutPadding(context, x));
  const tensor = g.reshape(clean, [BATCH, count, sizeOf(x, CHANNEL)]);
  const own = channel === undefined ? undefined : mask(sequence!);
  if (x.presence === undefined) return { tensor, filled: own };
  const there = g.reshape(x.presence, [BATCH, 1]);
  return { tensor, filled: own === undefined ? g.broadcastTo(there, [BATCH, count]) : g.mul(own, there) };
}

/** For each value, `[B, 1]`: 1 in the rows that have it. */
export function flagsOf({ g }: LowerContext, xs: readonly Lowered[]): Tensor[] {
  return xs.map(({ presence }) =>
    presence === undefined ? g.fill(1, [BATCH, 1]) : g.reshape(presence, [BATCH, 1]),
  );
}

/** Several sequences as one, end to end. */
export function endToEnd({ g }: LowerContext, parts: readonly Places[]): Places {
  const tensor = g.concat(
    parts.map((part) => part.tensor),
    1,
  );
  if (parts.every(({ filled }) => filled === undefined)) return { tensor };
  const masks = parts.map((part) => part.filled ?? g.fill(1, part.tensor.shape.slice(0, 2)));
  return { tensor, filled: g.concat(masks, 1) };
}
