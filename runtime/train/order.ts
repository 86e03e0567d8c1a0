import { createDraw, permutation } from "../draws.ts";

/** The order of the training rows in an epoch (from 0): drawn anew for each from the seed, without any state. */
export function epochOrder(seed: number, epoch: number, rows: number): Uint32Array {
  return permutation(rows, createDraw(seed, ":order", epoch));
}

/** The same for some of the rows, whose places are given. */
export function orderAmong(seed: number, epoch: number, places: Uint32Array): Uint32Array {
  return epochOrder(seed, epoch, places.length).map((i) => places[i]!);
}

/**
 * As many rows as there are, or as there are places, drawn so that every label comes equally often, to within one; and
 * within a label every row as often as any other, to within one.
 */
export function balancedOrder(
  seed: number,
  epoch: number,
  labels: Int32Array,
  places: Uint32Array = Uint32Array.from(labels, (_, row) => row),
): Uint32Array {
  const draw = createDraw(seed, ":sample", epoch);
  const rowsOf = new Map<number, number[]>();
  for (const place of places) {
    const label = labels[place]!;
    const own = rowsOf.get(label);
    if (own === undefined) rowsOf.set(label, [place]);
    else own.push(place);
  }
  // Which labels have a row more is drawn as well.
  const found = [...rowsOf.keys()].sort((a, b) => a - b);
  const share = Math.floor(places.length / found.length);
  const more = places.length - share * found.length;
  const drawn: number[] = [];
  for (const [i, which] of permutation(found.length, draw).entries()) {
    const own = rowsOf.get(found[which]!)!;
    let left = share + (i < more ? 1 : 0);
    while (left > 0) {
      const some = permutation(own.length, draw).subarray(0, left);
      for (const place of some) drawn.push(own[place]!);
      left -= some.length;
    }
  }
  return permutation(drawn.length, draw).map((place) => drawn[place]!);
}
