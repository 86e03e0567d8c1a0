/** Arrays of numbers as the interpreter holds them, and loops over their places. */
import { type Row, table } from "../../operators/kit/arrays.ts";

/** Numbers in row-major order; a bool is 0 or 1. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: Row;
}

export type Place = readonly number[];

export const product = (sizes: Row) => sizes.reduce((a, b) => a * b, 1);

const offset = (place: Place, shape: readonly number[]) => place.reduce((at, i, d) => at * shape[d]! + i, 0);

export const at = ({ shape, data }: Dense, place: Place): number => data[offset(place, shape)]!;

export function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (let d = shape.length - 1; d >= 0; d--) {
    place[d] = rest % shape[d]!;
    rest = Math.floor(rest / shape[d]!);
  }
  return place;
}

/** An array by what stands at each place. */
export const filled = (shape: readonly number[], number: (place: Place) => number): Dense => ({
  shape,
  data: table(product(shape), (i) => number(placeOf(i, shape))),
});

/** Zeros, to each place of which numbers are added. */
export function summed(
  shape: readonly number[],
  run: (add: (place: Place, number: number) => void) => void,
): Dense {
  const data = table(product(shape), () => 0);
  run((place, number) => {
    data[offset(place, shape)]! += number;
  });
  return { shape, data };
}

/** The number that broadcasting puts at a place. */
export const stretched = (x: Dense, place: Place): number =>
  at(
    x,
    x.shape.map((size, d) => (size === 1 ? 0 : place[place.length - x.shape.length + d]!)),
  );
