import { describe, expect, test } from "vitest";
import { infoNce } from "../../../compiler/losses/info_nce.ts";
import { expectClose, type Grid, type Row } from "../operators/kit/arrays.ts";
import { feature, recorder } from "../operators/kit/types.ts";
import { related } from "./kit/related.ts";

const A: Grid = [
  [1, 2, 0],
  [0, -1, 3],
  [2, 2, 1],
];
const B: Grid = [
  [2, 1, 1],
  [1, 0, 2],
  [-1, 4, 0],
];

const cosine = (x: Row, y: Row) => {
  const dot = (p: Row, q: Row) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
};

/** By the definition: the mean of two cross-entropies, each among the rows that are there. */
const expected = (there: readonly number[], temperature: number) =>
  there.map((i) => {
    const surprise = (similarity: (j: number) => number) => {
      const total = there.reduce((sum, j) => sum + Math.exp(similarity(j) / temperature), 0);
      return Math.log(total) - similarity(i) / temperature;
    };
    return (surprise((j) => cosine(A[i]!, B[j]!)) + surprise((j) => cosine(A[j]!, B[i]!))) / 2;
  });

describe("info_nce", () => {
  test("is the mean surprise at which belongs to which", () => {
    expectClose(related(A, B, 0.5).rows, expected([0, 1, 2], 0.5));
    expectClose(related(A, B, 0.05).rows, expected([0, 1, 2], 0.05));
  });

  test("is nothing for a single record, and least where each is nearest to its own", () => {
    expectClose(related([A[0]!], [B[0]!], 0.1).rows, [0]);
    const [own, swapped] = [related(A, A, 0.1).rows, related(A, [A[1]!, A[0]!, A[2]!], 0.1).rows];
    expect(Math.max(...own)).toBeLessThan(Math.min(...swapped.slice(0, 2)));
  });

  test("takes no record that lacks a value for a negative", () => {
    const { rows } = related(A, B, 0.5, [1, 0, 1]);
    expectClose([rows[0]!, rows[2]!], expected([0, 2], 0.5));
  });

  test("does not depend on lengths, and stays finite for vectors of nothing", () => {
    const longer = A.map((row, i) => row.map((value) => value * (i + 2)));
    expectClose(related(longer, B, 0.5).rows, related(A, B, 0.5).rows, 1e-6);
    const { rows, slopes } = related([[0, 0, 0], A[1]!, A[2]!], B, 0.07);
    expect([...rows, ...slopes].every(Number.isFinite)).toBe(true);
  });

  test("relates vectors of one width", () => {
    const { at, findings } = recorder(["a", "b"]);
    const check = (a: ReturnType<typeof feature>, b: ReturnType<typeof feature>) => infoNce.check([a, b], at);
    expect(check(feature({ channel: 4 }), feature({ channel: 4 }))).toBe(true);
    expect(check(feature({ channel: 4 }), feature({ word: 2, channel: 4 }))).toBe(false);
    expect(check(feature({ channel: 4 }), feature({ channel: 5 }))).toBe(false);
    expect(findings.map(({ message, at: place }) => `${message} at ${place}`)).toEqual([
      "loss_vectors at b",
      "sizes_differ at b",
    ]);
  });
});
