import { expect, test } from "vitest";
import type { AnyClip } from "../../../compiler/clips/define.ts";
import { type ClipName, clips } from "../../../compiler/clips/index.generated.ts";
import { expectClose, flat, type Nested } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";

const GRADIENTS = { a: [3, -0.2], b: [[0.1], [4]] };

function clipped(name: ClipName, limit: number): Record<string, Nested> {
  const rule: AnyClip = clips[name];
  const norm = Math.hypot(...flat(GRADIENTS.a), ...flat(GRADIENTS.b));
  return compute({ ...GRADIENTS, norm }, (g, feeds) => {
    const [a, b] = rule.clip(g, { gradients: [feeds.a!, feeds.b!], norm: feeds.norm! }, { limit } as never);
    return { a: a!, b: b! };
  });
}

test("value keeps every number within its limit", () => {
  const { a, b } = clipped("value", 0.5);
  expectClose(a!, [0.5, -0.2]);
  expectClose(b!, [[0.1], [0.5]]);
});

test("norm shrinks all gradients alike until their common length is the limit", () => {
  const { a, b } = clipped("norm", 2);
  const factor = 2 / Math.hypot(3, 0.2, 0.1, 4);
  expectClose(a!, [3 * factor, -0.2 * factor]);
  expectClose(b!, [[0.1 * factor], [4 * factor]]);
  expect(Math.hypot(...flat(a!), ...flat(b!))).toBeCloseTo(2, 5);
});

test("norm leaves gradients that are short enough", () => {
  const { a, b } = clipped("norm", 6);
  expectClose(a!, GRADIENTS.a);
  expectClose(b!, GRADIENTS.b);
});
