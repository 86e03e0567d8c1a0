import { createBuilder } from "../../../../compiler/graph/builder.ts";
import type { Program } from "../../../../compiler/graph/graph.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import type { Tensor } from "../../../../compiler/graph/tensor.ts";
import type { Dense } from "./dense.ts";
import { programOf } from "./on-engine.ts";
import { random } from "./random.ts";
import { build, randomGraph } from "./random-graph.ts";
import { anyDirection, slopesOf } from "./slopes.ts";

/** A random graph as programs, with values for their feeds. */
export interface RandomPrograms {
  /** All results. */
  readonly forward: Program;
  /** How far gradients and differences are apart, and differences by steps of two sizes: the function's own noise. */
  readonly slopes: Program;
  readonly given: Readonly<Record<string, Dense>>;
}

export function randomPrograms(seed: number): RandomPrograms {
  const graph = randomGraph(seed);
  const g = createOps(createBuilder());
  const operands = graph.operands.map(({ shape, dtype }, i) => g.feed({ name: `${i}`, shape, dtype }));
  const results = build(g, graph, operands).map((tensor, i) => [`result ${i}`, tensor] as const);

  const apply = (at: readonly Tensor[]) => build(g, graph, at);
  const [wide, narrow] = [2e-4, 1e-4].map((step) => slopesOf(g, { operands, apply }, "slope", step)!);
  const derived = wide!.derived();
  return {
    forward: programOf(`forward ${seed}`, Object.fromEntries(results)),
    slopes: programOf(`slopes ${seed}`, {
      error: wide!.error(derived),
      noise: wide!.error(narrow!.measured),
      derived,
    }),
    given: {
      ...Object.fromEntries(graph.values.map((value, i) => [`${i}`, value])),
      ...anyDirection(wide!, random(seed)),
    },
  };
}

/** Whether differences say something about a function: steps of two sizes agree. */
export const measurable = ({ noise }: Readonly<Record<string, Dense>>): boolean => noise!.data[0]! < 1e-7;
