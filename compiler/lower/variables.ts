import type { Variable } from "../graph/graph.ts";

/** The variables of a model, by name; asked for again, the same ones. */
export interface Variables {
  readonly all: ReadonlyMap<string, Variable>;
  get(variable: Variable): Variable;
}

export function createVariables(): Variables {
  const all = new Map<string, Variable>();
  return {
    all,
    get(variable) {
      const known = all.get(variable.name);
      if (known !== undefined) return known;
      all.set(variable.name, variable);
      return variable;
    },
  };
}
