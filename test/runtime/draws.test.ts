import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDraw, permutation } from "../../runtime/draws.ts";

describe("draws", () => {
  it("are the same for the same seed, stream and step, and others otherwise", () => {
    const numbers = (...[seed, stream, step]: Parameters<typeof createDraw>) => {
      const draw = createDraw(seed, stream, step);
      return Array.from({ length: 600 }, () => draw(1000));
    };
    const first = numbers(7, ":a", 3);
    expect(numbers(7, ":a", 3)).toEqual(first);
    for (const other of [numbers(8, ":a", 3), numbers(7, ":b", 3), numbers(7, ":a", 4)]) {
      expect(other).not.toEqual(first);
    }
    expect(new Set(first.slice(256)).size).toBeGreaterThan(200);
  });

  it("are equally likely", () => {
    const draw = createDraw(1, ":even");
    const counts = new Uint32Array(10);
    for (let i = 0; i < 100_000; i++) counts[draw(10)]!++;
    // Chi-squared with 9 degrees of freedom is above 27.9 once in a thousand times.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
  });

  it("permute: every number once", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(), (length, seed) => {
        const order = permutation(length, createDraw(seed, ":order"));
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(length).keys()]);
      }),
    );
  });

  it("permute evenly", () => {
    const draw = createDraw(2, ":order");
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = permutation(4, draw).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: above 49.7 once in a thousand times.
    expect([...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(
      49.7,
    );
  });
});
