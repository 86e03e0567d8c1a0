import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Ratio } from "../types/ratio.ts";
import { dimensionOf, type LowerContext, type Lowered } from "./context.ts";
import { withoutPadding } from "./masked.ts";

/** How places between those that are there come about. */
export type Reading = "mean" | "linear";

/** For each new place, the old ones that it is made of, and how much of each. */
interface Sources {
  readonly places: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

/**
 * A value's `time` axis read at another rate, phase kept: new place k lies at old place `k · over / under`.
 *
 * `linear` interpolates between the two places beside it; `mean` averages what is held until the next place comes,
 * old places being held likewise. Behind the last place that a row fills, that one is held; of a row without any, 0.
 *
 * @param x has a `time` axis
 * @param count how many places come out
 */
export function readAlong(
  context: LowerContext,
  x: Lowered,
  { over, under }: Ratio,
  count: number,
  by: Reading,
): Tensor {
  const { g, mask } = context;
  const at = dimensionOf(x, "time");
  const time = x.type.axes[at - 1]!;
  const size = time.size as number;
  const sources = (by === "linear" ? linear : mean)(size, { over, under }, count);
  const rank = x.tensor.shape.length;
  const order = [at, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== at)];
  const back = order.map((_, i) => order.indexOf(i));

  const rows = g.transpose(withoutPadding(context, x), order);
  const filled = mask(time);
  if (filled === undefined) return g.transpose(gathered(g, rows, normalised(sources)), back);

  // `[places, B, 1, …]`, beside the rows `[places, B, …]`.
  const wide = (tensor: Tensor) =>
    g.reshape(tensor, [...tensor.shape, ...Array.from({ length: rank - 2 }, () => 1)]);
  const lengths = wide(g.transpose(filled, [1, 0]));
  const share = gathered(g, lengths, sources);
  const some = g.greater(share, g.scalar(0));
  const read = g.div(gathered(g, rows, sources), g.select(some, share, g.scalar(1)));
  return g.transpose(g.select(some, read, lastOf(g, rows, lengths)), back);
}

/** The sum of some places `[size, …]` with weights, `[count, …]`. */
function gathered(g: Ops, x: Tensor, { places, weights }: Sources): Tensor {
  const most = Math.max(...places.map((of) => of.length));
  const filledUp = (lists: readonly (readonly number[])[]) =>
    lists.flatMap((list) => [...list, ...Array.from({ length: most - list.length }, () => 0)]);
  const shape = [places.length, most];
  const taken = g.gather(x, g.constant(filledUp(places), shape, "int32"));
  const shares = g.constant(filledUp(weights), [...shape, ...x.shape.slice(1).map(() => 1)]);
  return g.reduceSum(g.mul(taken, shares), [1]);
}

/** What stands at the last place that a row fills, `[1, …]`. */
function lastOf(g: Ops, x: Tensor, filled: Tensor): Tensor {
  const [size, ...rest] = filled.shape;
  const next = g.concat(
    [
      g.slice(filled, [1, ...rest.map(() => 0)], [(size as number) - 1, ...rest]),
      g.fill(0, [1, ...rest]),
    ].filter(({ shape }) => shape[0] !== 0),
    0,
  );
  const ends = g.relu(g.sub(filled, next));
  const total = g.reduceSum(g.mul(x, ends), [0], true);
  return g.div(total, g.maximum(g.reduceSum(ends, [0], true), g.scalar(1)));
}

const normalised = ({ places, weights }: Sources): Sources => ({
  places,
  weights: weights.map((of) => {
    const total = of.reduce((a, b) => a + b, 0);
    return of.map((weight) => weight / total);
  }),
});

function linear(size: number, { over, under }: Ratio, count: number): Sources {
  const at = Array.from({ length: count }, (_, k) => {
    const below = Math.floor((k * over) / under);
    const rest = (k * over - below * under) / under;
    if (below >= size - 1) return { places: [size - 1], weights: [1] };
    return rest === 0
      ? { places: [below], weights: [1] }
      : { places: [below, below + 1], weights: [1 - rest, rest] };
  });
  return { places: at.map(({ places }) => places), weights: at.map(({ weights }) => weights) };
}

function mean(size: number, { over, under }: Ratio, count: number): Sources {
  // In parts of an old place, of which each has `under`: new place k is held from k · over to (k + 1) · over.
  const at = Array.from({ length: count }, (_, k) => {
    const [from, to] = [k * over, (k + 1) * over];
    const first = Math.floor(from / under);
    const last = Math.min(Math.ceil(to / under), size) - 1;
    if (first > last) return { places: [size - 1], weights: [1] };
    const places = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    const held = (j: number) => Math.min(to, (j + 1) * under) - Math.max(from, j * under);
    return { places, weights: places.map((j) => held(j) / under) };
  });
  return { places: at.map(({ places }) => places), weights: at.map(({ weights }) => weights) };
}
