import type { Variable } from "../graph/graph.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import type { StateRule, StateSpec } from "../plan/compiled-model.ts";

/** What a state is made of: float32 `[B, …]` numbers of every row, and 1 where they count, else 0. */
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
  readonly rule: StateRule;
  readonly judge: Judge;
}

/** What two uses of one state give together, by its rule: all of the uses count. */
const TOGETHER: Readonly<Record<StateRule, (g: Ops, a: Tensor, b: Tensor) => Tensor>> = {
  mean: (g, a, b) => g.add(a, b),
  temperature: (g, a, b) => g.concat([a, b], 1),
};

/** What the evaluate program says for the states, and which of its results are about which. */
export function judgeStates(
  g: Ops,
  judged: readonly JudgedState[],
): { readonly results: Readonly<Record<string, Tensor>>; readonly states: readonly StateSpec[] } {
  const found = new Map<string, Judged & { readonly rule: StateRule }>();
  for (const { variable, output, rule, judge } of judged) {
    const labels = g.feed({ name: output, shape: [BATCH], dtype: "int32" });
    const own = g.within(variable.origin, () => judge(labels));
    const before = found.get(variable.name);
    const both = (part: keyof Judged) =>
      before === undefined ? own[part] : TOGETHER[rule](g, before[part], own[part]);
    found.set(variable.name, { rule, values: both("values"), counts: both("counts") });
  }
  const states = [...found].map(([variable, { rule }]) => ({
    variable,
    rule,
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
