import type { Builder } from "./builder.ts";
import { type Compositions, compositions } from "./ops/compositions.ts";
import { type PrimitiveOps, primitiveOps } from "./ops/primitives.ts";

/** What graph-building code writes with: `g.relu(g.add(g.linear(x, kernel), bias))`. */
export interface Ops extends PrimitiveOps, Compositions {}

/** Functions that add nodes to a graph: one for every primitive, and compositions of them. */
export function createOps(builder: Builder): Ops {
  const primitives = primitiveOps(builder);
  return { ...primitives, ...compositions(primitives) };
}
