import fc from "fast-check";
import { expect, test } from "vitest";
import { ratioOf } from "../../../compiler/types/ratio.ts";

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

test("a quotient of whole numbers is found in lowest terms", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 100_000 }), (a, b) => {
      const common = divisor(a, b);
      expect(ratioOf(a / b)).toEqual({ over: a / common, under: b / common });
    }),
  );
});

test.each([
  [16_000 / 25, 640, 1],
  [44_100 / 16_000, 441, 160],
  [29.97 / 30, 999, 1000],
  [0.1 / 0.3, 1, 3],
])("%d is %i over %i", (value, over, under) => expect(ratioOf(value)).toEqual({ over, under }));

test("what is no quotient of such numbers is none", () => {
  expect(ratioOf(Math.SQRT2)).toBeUndefined();
  expect(ratioOf(1e-9)).toBeUndefined();
});
