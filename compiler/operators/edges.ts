/** What `first` and `last` share. */

import type { Tensor } from "../graph/tensor.ts";
import type { LowerContext, Lowered } from "../lower/context.ts";
import type { ValueType } from "../types/value-type.ts";
import type { ResultType, RuleContext } from "./define.ts";
import { keptAxes } from "./rules.ts";
import { axes } from "./settings.ts";

export const EDGE_SETTINGS = { over: axes("the axes to go along, which disappear") } as const;

export function edgeType(x: ValueType, over: readonly string[], at: RuleContext): ResultType | undefined {
  const kept = keptAxes(at, "x", x, over);
  return kept && { kind: { name: "feature" }, axes: kept, range: x.range };
}

/** What stands at the first or last filled place of each axis; where none is, 0. */
export function edge(
  { g, mask }: LowerContext,
  x: Lowered,
  over: readonly string[],
  which: "first" | "last",
): Tensor {
  let { tensor } = x;
  let left = x.type.axes;
  for (const name of over) {
    const place = left.findIndex((axis) => axis.name === name);
    const along = left[place]!;
    const size = along.size as number;
    const filled = mask(along);
    if (filled === undefined) {
      const begin = tensor.shape.map((_, d) => (d === place + 1 && which === "last" ? size - 1 : 0));
      const one = tensor.shape.map((dim, d) => (d === place + 1 ? 1 : dim));
      tensor = g.squeeze(g.slice(tensor, begin, one), [place + 1]);
    } else {
      // The filled place of the highest rank, ranks being above 0.
      const ranks = Array.from({ length: size }, (_, i) => (which === "last" ? i + 1 : size - i));
      const ranked = g.mul(filled, g.constant(ranks, [1, size]));
      const chosen = g.logicalAnd(
        g.greater(ranked, g.scalar(0)),
        g.equal(ranked, g.reduceMax(ranked, [1], true)),
      );
      const shape = tensor.shape.map((dim, d) => (d === 0 || d === place + 1 ? dim : 1));
      tensor = g.reduceSum(g.select(g.reshape(chosen, shape), tensor, g.scalar(0)), [place + 1]);
    }
    left = left.filter((axis) => axis !== along);
  }
  return tensor;
}
