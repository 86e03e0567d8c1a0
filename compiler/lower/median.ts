import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";

/**
 * Several tensors of one shape as many that are in ascending order at every place, by a network of comparisons that is
 * the same whatever the numbers: merge exchange (Batcher 1968; Knuth, The Art of Computer Programming 3, 5.2.2 M).
 */
export function sorted(g: Ops, xs: readonly Tensor[]): Tensor[] {
  const places = [...xs];
  const order = (low: number, high: number) => {
    const [a, b] = [places[low]!, places[high]!];
    places[low] = g.minimum(a, b);
    places[high] = g.maximum(a, b);
  };
  for (let run = 1; run < places.length; run *= 2) {
    for (let gap = run; gap >= 1; gap = Math.floor(gap / 2)) {
      for (let start = gap % run; start + gap < places.length; start += 2 * gap) {
        for (let low = start; low < Math.min(start + gap, places.length - gap); low++) {
          if (Math.floor(low / (2 * run)) === Math.floor((low + gap) / (2 * run))) order(low, low + gap);
        }
      }
    }
  }
  return places;
}

/**
 * The two middle ones of ascending tensors, which are one for an odd number. With `count`, float32 and one number for
 * each row, only so many of the row's first tensors count.
 */
export function middle(g: Ops, ascending: readonly Tensor[], count?: Tensor): [lower: Tensor, upper: Tensor] {
  const last = ascending.length;
  if (count === undefined) return [ascending[Math.floor((last - 1) / 2)]!, ascending[Math.floor(last / 2)]!];
  const half = (numerator: Tensor) => g.floor(g.mul(numerator, g.scalar(0.5)));
  const pick = (place: Tensor) =>
    ascending.reduce((found, one, i) => g.select(g.equal(place, g.scalar(i)), one, found));
  return [pick(half(g.sub(count, g.scalar(1)))), pick(half(count))];
}
