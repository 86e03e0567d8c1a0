import { describe, expect, it } from "vitest";
import { COUNTERS } from "../../../compiler/plan/compiled-model.ts";
import type { Dense } from "../graph/kit/dense.ts";
import { compiled, type Numbers, records, run, started } from "../kit/models.ts";

const ROWS = 12;

const source = (accumulate: number) => `category Mood = ["glad", "sad", "calm"]
model Small {
  input x: vector(5)
  hidden = x |> dense(6, tanh)
  output mood: Mood = hidden |> classify(Mood)
  output age: number = hidden |> regress
}
data Table {
  from: "table.csv"
  x = column("x")
  mood = column("mood")
  age = column("age")
  split: column("split")
}
train Small on Table {
  minimise {
    mood = focal(mood)
    age = 0.3 * huber(age)
  }
  optimizer: adamw(learning_rate: 0.05, weight_decay: 0.1)
  schedule: cosine(warmup: 1)
  clip: norm(0.3)
  epochs: 1
  batch: 4
  accumulate: ${accumulate}
}
`;

/** Some of the rows. */
function part(all: Numbers, from: number, to: number): Numbers {
  const cut = ({ shape, data }: Dense): Dense => {
    const width = data.length / ROWS;
    return { shape: [to - from, ...shape.slice(1)], data: [...data].slice(from * width, to * width) };
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, cut(value)]));
}

/** The weights after rows were gone through twice, in parts that make one step. */
function trained(sizes: readonly number[]): { readonly weights: Numbers; readonly norms: readonly number[] } {
  const { model } = compiled(source(sizes.length));
  const fed = records(model, ROWS);
  const { train } = model.training!;
  let values: Numbers = {
    ...started(model.variables),
    [COUNTERS.horizon]: { shape: [], data: [6 * sizes.length] },
  };
  const norms: number[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    let from = 0;
    for (const size of sizes) {
      const { updates, results } = run(train, { ...values, ...part(fed, from, from + size) }, size);
      values = { ...values, ...updates };
      norms.push(results.gradient_norm!.data[0]!);
      from += size;
    }
  }
  const weights = model.variables.filter(
    ({ role, name }) => role === "weight" || /\/(m|v|first|second)/.test(name),
  );
  return { weights: Object.fromEntries(weights.map(({ name }) => [name, values[name]!])), norms };
}

describe("gradients that are accumulated", () => {
  const whole = trained([12]);

  it.each([[[3, 3, 3, 3]], [[5, 4, 2, 1]]])(
    "over parts of %j rows move weights as one batch does",
    (sizes) => {
      const parts = trained(sizes);
      for (const [name, { data }] of Object.entries(whole.weights)) {
        const found = parts.weights[name]!.data;
        for (const [i, value] of Array.from(data).entries()) expect(found[i], name).toBeCloseTo(value, 6);
      }
      expect(parts.norms[sizes.length - 1]).toBeCloseTo(whole.norms[0]!, 6);
    },
  );

  it("move nothing before the last part", () => {
    const { model } = compiled(source(2));
    const given: Numbers = { ...started(model.variables), [COUNTERS.horizon]: { shape: [], data: [2] } };
    const { updates } = run(model.training!.train, { ...given, ...records(model, ROWS) }, ROWS);
    for (const { name } of model.variables.filter(({ role }) => role === "weight"))
      expect(updates[name]!.data, name).toEqual(given[name]!.data);
  });
});
