import type { Ops } from "../graph/ops.ts";
import { BATCH, type Dim, type Tensor } from "../graph/tensor.ts";
import type { LowerContext, Lowered } from "./context.ts";

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
  const contributions = placesOf(g, projected);
  let current: readonly Tensor[] = states.map((size) => g.fill(0, [BATCH, size]));
  return contributions.map((contribution, place) => {
    const next = step(contribution, current);
    if (filled === undefined) current = next;
    else {
      const here = g.greater(g.slice(filled, [0, place], [BATCH, 1]), g.scalar(0));
      current = next.map((state, i) => g.select(here, state, current[i]!));
    }
    return current[0]!;
  });
}

/**
 * The places of a `[B, n, width]` tensor, each `[B, width]`. It is halved again and again: a slice's gradient is as
 * large as what it was cut from, so that cutting n places from the whole would cost n² where this costs n log n.
 */
export function placesOf(g: Ops, x: Tensor): Tensor[] {
  const [rows, count, width] = x.shape as [Dim, number, Dim];
  if (count === 1) return [g.reshape(x, [rows, width])];
  const half = count >> 1;
  return [
    ...placesOf(g, g.slice(x, [0, 0, 0], [rows, half, width])),
    ...placesOf(g, g.slice(x, [0, half, 0], [rows, count - half, width])),
  ];
}
