import type { Variable } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import type { StateSpec } from "../plan/compiled-model.ts";

/** What a state is the mean of: float32 `[B, …]` numbers of every row, and 1 where a row counts, else 0. */
export interface Judged {
  readonly values: Tensor;
  readonly counts: Tensor;
}

/** How the rows of the validation split fare, given which label of each is true (int32 `[B]`). */
export type Judge = (labels: Tensor) => Judged;

/** A state that is held against the labels of an output. */
export interface JudgedState {
  readonly variable: Variable;
  readonly output: string;
  readonly judge: Judge;
}

/** What the evaluate program says for the states, and which of its results are about which. */
export function judgeStates(
  g: Ops,
  judged: readonly JudgedState[],
): { readonly results: Readonly<Record<string, Tensor>>; readonly states: readonly StateSpec[] } {
  const found = new Map<string, Judged>();
  for (const { variable, output, judge } of judged) {
    const labels = g.feed({ name: output, shape: [BATCH], dtype: "int32" });
    const own = g.within(variable.origin, () => judge(labels));
    const before = found.get(variable.name);
    // Uses of one instance share their state: all of them count.
    const sum = (part: keyof Judged) => (before === undefined ? own[part] : g.add(before[part], own[part]));
    found.set(variable.name, { values: sum("values"), counts: sum("counts") });
  }
  const states = [...found.keys()].map((variable) => ({
    variable,
    values: `state/${variable}`,
    counts: `state/${variable}/count`,
  }));
  const results = states.flatMap(({ variable, values, counts }) => {
    const own = found.get(variable)!;
    return [
      [values, own.values],
      [counts, own.counts],
    ] as const;
  });
  return { results: Object.fromEntries(results), states };
}
