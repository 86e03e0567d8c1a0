import { type Builder, createBuilder } from "./builder.ts";
import { type Decomposition, decompositions } from "./decompose.ts";
import type { Program } from "./graph.ts";
import { createOps } from "./ops.ts";
import type { PrimitiveName } from "./primitives/index.ts";
import { rebuild } from "./rebuild.ts";

/** Primitives that simpler ones define. */
export type Decomposable = keyof typeof decompositions;

/** A program in which some primitives are written out in the simpler ones that define them. */
export function expand(program: Program, names: readonly Decomposable[]): Program {
  return rebuild(program, expanding(createBuilder(), new Set<string>(names)));
}

function expanding(builder: Builder, names: ReadonlySet<string>): Builder {
  const simple: Builder = {
    within: builder.within,
    get origin() {
      return builder.origin;
    },
    apply: (name, inputs, attributes) => {
      if (!names.has(name)) return builder.apply(name, inputs, attributes);
      return (decompositions[name as Decomposable] as Decomposition<PrimitiveName>)(
        g,
        inputs,
        attributes as never,
      );
    },
  };
  const g = createOps(simple);
  return simple;
}
