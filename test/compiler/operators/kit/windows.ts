/** Windows along any number of axes, by plain loops. */
import { add, type Nested, type Row, table } from "./arrays.ts";

/** How a window slides along each axis. */
export interface Steps {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** How far the first window hangs over the beginning, and how many there are, for each axis. */
  readonly before: readonly number[];
  readonly places: readonly number[];
}

/** All places of an array of these sizes, the last running fastest. */
function* placesOf(sizes: readonly number[]): Generator<number[]> {
  const [size, ...rest] = sizes;
  if (size === undefined) {
    yield [];
    return;
  }
  for (let i = 0; i < size; i++) for (const place of placesOf(rest)) yield [i, ...place];
}

const at = (nested: Nested | undefined, place: readonly number[]): Nested | undefined =>
  place.reduce<Nested | undefined>((inner, i) => (inner as readonly Nested[] | undefined)?.[i], nested);

/** An array of these sizes by what stands at each place. */
const filled = (
  sizes: readonly number[],
  make: (place: readonly number[]) => Nested,
  place: readonly number[] = [],
): Nested =>
  sizes.length === place.length
    ? make(place)
    : table(sizes[place.length]!, (i) => filled(sizes, make, [...place, i]));

/** For every window the places that it sees, each with its place in the window; those beyond the edge are undefined. */
function seen(x: Nested, { size, stride, dilation, before, places }: Steps, window: readonly number[]) {
  return [...placesOf(places.map(() => size))].map((d) => ({
    d,
    pixel: at(
      x,
      window.map((p, i) => p * stride + d[i]! * dilation - before[i]!),
    ) as Row | undefined,
  }));
}

/** `[…places, filters]` from `[…sizes, channels]` under a kernel `[…window, channels, filters]`. */
export function convolveAny(x: Nested, kernel: Nested, bias: Row, steps: Steps): Nested {
  return filled(steps.places, (window) =>
    bias.map(
      (offset, f) =>
        offset +
        add(
          seen(x, steps, window).flatMap(({ d, pixel }) =>
            (pixel ?? []).map((value, c) => value * (at(kernel, [...d, c, f]) as number)),
          ),
        ),
    ),
  );
}

/** The largest number of every window of `[…sizes, channels]`, channel by channel. */
export function largestAny(x: Nested, channels: number, steps: Steps): Nested {
  return filled(steps.places, (window) =>
    table(channels, (c) =>
      Math.max(...seen(x, steps, window).flatMap(({ pixel }) => (pixel === undefined ? [] : [pixel[c]!]))),
    ),
  );
}
