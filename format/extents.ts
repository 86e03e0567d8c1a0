/** Parts of a text, in order. */

/** From one offset to before another. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The index of the first of a sorted list that does not begin before an offset. */
export function firstFrom<T>(sorted: readonly T[], offset: number, startOf: (one: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(sorted[middle]!) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function startOf({ start }: Extent): number {
  return start;
}
