/** Computes tensors from and to nested arrays. */

import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps, type Ops } from "../../../../compiler/graph/ops.ts";
import type { Tensor } from "../../../../compiler/graph/tensor.ts";
import { interpret } from "../../graph/kit/interpret.ts";
import { flat, type Nested, nest, shapeOf } from "./arrays.ts";

/** The values of some tensors, given those of all feeds they need. Rows are those of the feeds of growing size. */
export function evaluate(
  roots: Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, Nested>>,
  rows = 1,
): Record<string, Nested> {
  const values = interpret(
    roots,
    Object.fromEntries(Object.entries(feeds).map(([k, v]) => [k, { shape: shapeOf(v), data: flat(v) }])),
    rows,
  );
  return Object.fromEntries(Object.entries(values).map(([k, v]) => [k, nest(v.data, v.shape)]));
}

/** What some arithmetic gives for some numbers, each fed with the shape that it has. */
export function compute(
  numbers: Readonly<Record<string, Nested>>,
  build: (g: Ops, feeds: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>,
): Record<string, Nested> {
  const g = createOps(createBuilder());
  const feeds = Object.fromEntries(
    Object.entries(numbers).map(([name, values]) => [
      name,
      g.feed({ name, shape: shapeOf(values), dtype: "float32" }),
    ]),
  );
  return evaluate(build(g, feeds), numbers);
}
