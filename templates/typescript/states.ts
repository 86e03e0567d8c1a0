import { createScope, type State } from "./model.ts";
import { batchesOf, type Rows } from "./rows.ts";
import { type StateRule, type Training, variableOf } from "./step.ts";
import * as tf from "./tf.ts";

/** What some rows say, and what of it counts. */
interface Said {
  readonly values: Float32Array;
  readonly counts: Float32Array;
}

/** Sets the states of a model by what rows say that it was not trained on. */
export function setStates<I extends object, O extends object, Values>(
  { states, forward }: Training<I, O, Values>,
  state: State,
  rows: Rows,
  batch: number,
): void {
  if (states === undefined) return;
  const said = new Map<string, Said[]>(Object.keys(states).map((name) => [name, []]));
  for (const [feeds, count] of batchesOf(rows, batch)) {
    tf.tidy(() => {
      const scope = createScope(state, feeds, count);
      const given = forward(scope);
      for (const [name, { judge }] of Object.entries(states)) {
        const { values, counts } = judge(scope, given);
        said.get(name)?.push({
          values: values.dataSync() as Float32Array,
          counts: counts.dataSync() as Float32Array,
        });
      }
    });
  }
  for (const [name, all] of said) {
    const variable = variableOf(state, name);
    const rule = RULES[states[name]?.rule ?? "mean"];
    const next = rule(all, variable.dataSync() as Float32Array);
    tf.tidy(() => variable.assign(tf.tensor(next, variable.shape)));
  }
}

/** What a state is set to, by what it was before. */
const RULES: Readonly<Record<StateRule, (said: readonly Said[], before: Float32Array) => Float32Array>> = {
  /** Place by place the mean over the rows that count there; where none does, it stays. */
  mean(said, before) {
    const sums = new Float64Array(before.length);
    const counted = new Float64Array(before.length);
    for (const { values, counts } of said) {
      for (const [i, value] of values.entries()) sums[i % sums.length]! += value;
      for (const [i, count] of counts.entries()) counted[i % counted.length]! += count;
    }
    return before.map((old, i) => (counted[i]! > 0 ? sums[i]! / counted[i]! : old));
  },

  /** The temperature at which the true labels are likeliest, by how much further up each label is than the true one. */
  temperature(said, before) {
    const rows = said.flatMap(({ values, counts }) => {
      const labels = values.length / counts.length;
      return [...counts].flatMap((count, i) =>
        count > 0 ? [values.subarray(i * labels, (i + 1) * labels)] : [],
      );
    });
    if (rows.length === 0) return before;
    // In the inverse of the temperature the surprise is convex, so its slope changes sign at most once.
    let [low, high] = [-Math.log(1000), Math.log(1000)];
    for (let i = 0; i < 50; i++) {
      const middle = (low + high) / 2;
      if (slope(rows, Math.exp(-middle)) > 0) low = middle;
      else high = middle;
    }
    return Float32Array.of(Math.exp((low + high) / 2));
  },
};

/** The slope of `Σ log Σ_k e^(b m_k)` at b: the margins m as the softmax weighs them. */
function slope(rows: readonly Float32Array[], b: number): number {
  let sum = 0;
  for (const margins of rows) {
    const most = Math.max(...margins.map((m) => b * m));
    const weights = margins.map((m) => Math.exp(b * m - most));
    const total = weights.reduce((a, weight) => a + weight, 0);
    sum += margins.reduce((a, m, k) => a + m * weights[k]!, 0) / total;
  }
  return sum;
}
