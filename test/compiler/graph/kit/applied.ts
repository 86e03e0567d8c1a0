import { nodesOf, type Variable } from "../../../../compiler/graph/graph.ts";
import type { Ops } from "../../../../compiler/graph/ops.ts";
import type { PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Shape, Tensor } from "../../../../compiler/graph/tensor.ts";
import { table } from "../../operators/kit/arrays.ts";
import { CASES, type Case, type Operand } from "../cases.ts";
import { type Dense, product } from "./dense.ts";
import { type Random, random } from "./random.ts";

/** How many rows a batch has. */
export const ROWS = 3;

/** The sizes of a shape for a batch of `ROWS`. */
export const sizesOf = (shape: Shape) =>
  shape.map((dim) => (typeof dim === "number" ? dim : dim.batch * ROWS));

/** A case of a primitive in a graph, with values for all that it is fed. */
export interface Applied {
  readonly operands: readonly Tensor[];
  /** What the primitive gives for operands. */
  readonly apply: (operands: readonly Tensor[]) => readonly Tensor[];
  readonly given: Readonly<Record<string, Dense>>;
}

/** The cases of a primitive, their feeds called `<case>/<operand>`, the path of their nodes after the primitive. */
export function appliedCases(g: Ops, name: PrimitiveName, seed = 1): Applied[] {
  const cases: readonly Case[] = CASES[name];
  return cases.map(({ operands, attributes, inputs }, k): Applied => {
    const names = operands.map((_, i) => `${k}/${i}`);
    const tensors = operands.map(({ shape, dtype }, i) => g.feed({ name: names[i]!, shape, dtype }));
    const apply = (taken: readonly Tensor[]) =>
      g.within({ path: name }, () => g.apply(name, inputs?.(g, taken) ?? taken, attributes as never));
    const values = sample(operands, random(1000 * seed + k));
    const given = Object.fromEntries(values.map((value, i) => [names[i]!, value]));
    return { operands: tensors, apply, given: { ...given, ...handedIn(apply(tensors), given, k) } };
  });
}

/** Values for feeds and variables that are no operands. */
function handedIn(outputs: readonly Tensor[], given: Readonly<Record<string, Dense>>, seed: number) {
  const found: Record<string, Dense> = {};
  for (const { primitive, attributes, outputs: made } of nodesOf(outputs)) {
    const name =
      primitive === "feed"
        ? (attributes.name as string)
        : primitive === "read"
          ? (attributes.variable as Variable).name
          : undefined;
    if (name === undefined || name in given) continue;
    [found[name]] = sample([made[0]!], random(seed)) as [Dense];
  }
  return found;
}

/** Values for operands: numbers at least 0.01 apart, and at least 0.005 from 0, before they are mapped; truth alternates. */
export function sample(operands: readonly Operand[], draw: Random): Dense[] {
  const counts = operands.map(({ shape }) => product(sizesOf(shape)));
  const all = 2 * Math.ceil(counts.reduce((a, b) => a + b, 0) / 2);
  const step = Math.max(3 / all, 0.02);
  const ranks = draw.shuffled(table(all, (i) => i - all / 2 + 0.5));
  return operands.map(({ shape, dtype, map = (x) => x, below }, i) => {
    const first = draw.below(2);
    const number: Record<typeof dtype, (place: number) => number> = {
      float32: () => Math.fround(map((ranks.pop()! + 0.4 * (draw.next() - 0.5)) * step)),
      int32: () => (below === undefined ? draw.below(11) - 5 : draw.below(below)),
      uint8: () => draw.below(256),
      bool: (place) => (first + place) % 2,
    };
    return { shape: sizesOf(shape), data: table(counts[i]!, number[dtype]) };
  });
}
