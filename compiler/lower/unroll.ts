import { BATCH, type Tensor } from "../graph/tensor.ts";
import { type LowerContext, type Lowered, sizeOf } from "./context.ts";

/** How many places a recurrence may be unrolled over. */
export const UNROLL_LIMIT = 512;

/**
 * A recurrence over the first axis of `x`, written out place by place.
 *
 * @param x the sequence, for its places and their mask
 * @param projected `[B, places, width]`: what each place contributes, computed for all places at once
 * @param states widths of the states that are carried along; each starts as zeros `[B, width]`
 * @param step the states after a place from its `[B, width]` contribution and the states before
 * @returns the first state after every place; at padding it stays as it was
 */
export function unroll(
  { g, mask }: LowerContext,
  x: Lowered,
  projected: Tensor,
  states: readonly number[],
  step: (contribution: Tensor, states: readonly Tensor[]) => readonly Tensor[],
): Tensor[] {
  const sequence = x.type.axes[0]!;
  const filled = mask(sequence);
  const width = projected.shape[2]!;
  let current: readonly Tensor[] = states.map((size) => g.fill(0, [BATCH, size]));
  return Array.from({ length: sizeOf(x, sequence.name) }, (_, place) => {
    const contribution = g.reshape(g.slice(projected, [0, place, 0], [BATCH, 1, width]), [BATCH, width]);
    const next = step(contribution, current);
    if (filled === undefined) current = next;
    else {
      const here = g.greater(g.slice(filled, [0, place], [BATCH, 1]), g.scalar(0));
      current = next.map((state, i) => g.select(here, state, current[i]!));
    }
    return current[0]!;
  });
}
