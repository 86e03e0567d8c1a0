import { createDraw, permutation } from "../draws.ts";

/** The order of the training rows in an epoch (from 0): drawn anew for each from the seed, without any state. */
export function epochOrder(seed: number, epoch: number, rows: number): Uint32Array {
  return permutation(rows, createDraw(seed, ":order", epoch));
}

/** The same for some of the rows, whose places are given. */
export function orderAmong(seed: number, epoch: number, places: Uint32Array): Uint32Array {
  return epochOrder(seed, epoch, places.length).map((i) => places[i]!);
}
