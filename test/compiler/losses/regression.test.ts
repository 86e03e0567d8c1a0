import { describe, expect, test } from "vitest";
import { expectClose, type Grid } from "../operators/kit/arrays.ts";
import { feature } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";

const PRICE = outputOf({ kind: "number" });
const PLACE = outputOf({ kind: "vector", size: 2 });
const one = (...values: number[]) => ({ type: feature({ channel: 1 }), values: values.map((v) => [v]) });
const two = (...values: Grid) => ({ type: feature({ channel: 2 }), values });

describe("losses of numbers", () => {
  test("square the error, or take its size", () => {
    expectClose(compare("squared_error", one(3, -1, 0.5), PRICE, [1, 1, 0.5]).rows, [4, 4, 0]);
    expectClose(compare("absolute_error", one(3, -1, 0.5), PRICE, [1, 1, 0.5]).rows, [2, 2, 0]);
  });

  test("do one up to delta and the other beyond, with one slope where they meet", () => {
    const { rows, slopes } = compare("huber", one(0.5, -2, 2, 9), PRICE, [0, 0, 0, 0], { delta: 2 });
    // e²/2, and 2 (|e| - 1) from 2 on.
    expectClose(rows, [0.125, 2, 2, 16]);
    expectClose(slopes, [0.5 / 4, -2 / 4, 2 / 4, 2 / 4]);
  });

  test("average over the numbers of a vector", () => {
    const given = two([1, 2], [0, -3]);
    const targets = [
      [0, 0],
      [0, 1],
    ];
    expectClose(compare("squared_error", given, PLACE, targets).rows, [2.5, 8]);
    expectClose(compare("absolute_error", given, PLACE, targets).rows, [1.5, 2]);
    expectClose(compare("huber", given, PLACE, targets).rows, [(0.5 + 1.5) / 2, 3.5 / 2]);
  });

  test("pull towards the target, however far it is", () => {
    for (const loss of ["squared_error", "absolute_error", "huber"] as const) {
      const { slopes } = compare(loss, one(1e6, -1e6), PRICE, [0, 0]);
      expect(slopes.every(Number.isFinite)).toBe(true);
      expect(slopes.map(Math.sign)).toEqual([1, -1]);
    }
    expectClose(compare("absolute_error", one(1e6, -3), PRICE, [0, 0]).slopes, [0.5, -0.5]);
  });
});
