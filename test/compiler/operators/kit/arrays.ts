/** Nested arrays of numbers, in which tests compute by plain loops what operators should give. */
import { expect } from "vitest";

export type Nested = number | readonly Nested[];
export type Row = readonly number[];
export type Grid = readonly Row[];
export type Cube = readonly Grid[];
export type Images = readonly Cube[];

export function flat(nested: Nested): number[] {
  return typeof nested === "number" ? [nested] : nested.flatMap(flat);
}

export function shapeOf(nested: Nested): number[] {
  return typeof nested === "number"
    ? []
    : [nested.length, ...(nested.length === 0 ? [] : shapeOf(nested[0]!))];
}

/** Numbers in row-major order as arrays of that shape. */
export function nest(numbers: ArrayLike<number>, shape: readonly number[]): Nested {
  let level: Nested[] = Array.from(numbers);
  for (const size of shape.slice(1).reverse()) {
    level = Array.from({ length: level.length / size }, (_, i) => level.slice(i * size, (i + 1) * size));
  }
  return shape.length === 0 ? level[0]! : level;
}

/** An array of a size, by what stands at each place. */
export const table = <T>(size: number, at: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => at(i));

/** Numbers between -1.5 and 1.5 that look random and are the same every time. */
export function sample(shape: readonly number[], seed = 1): Nested {
  const count = shape.reduce((a, b) => a * b, 1);
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 3 - 1.5;
  };
  return nest(table(count, next), shape);
}

export const add = (xs: Row): number => xs.reduce((a, b) => a + b, 0);
export const average = (xs: Row): number => add(xs) / xs.length;
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** `x W + b` for one row of channels. */
export const affine = (x: Row, w: Grid, b: Row): number[] =>
  b.map((offset, j) => offset + add(x.map((v, i) => v * w[i]![j]!)));

export function softmax(xs: Row): number[] {
  const powers = xs.map((x) => Math.exp(x - Math.max(...xs)));
  return powers.map((power) => power / add(powers));
}

/** Compares numbers up to the rounding of 32-bit arithmetic. */
export function expectClose(actual: Nested, expected: Nested, tolerance = 1e-5): void {
  expect(shapeOf(actual)).toEqual(shapeOf(expected));
  const [a, b] = [flat(actual), flat(expected)];
  const far = a.flatMap((value, i) =>
    Math.abs(value - b[i]!) <= tolerance * Math.max(1, Math.abs(b[i]!))
      ? []
      : [`${i}: ${value} is not ${b[i]}`],
  );
  expect(far).toEqual([]);
}
