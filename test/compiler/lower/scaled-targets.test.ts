import { describe, expect, test } from "vitest";
import type { Dense } from "../graph/kit/dense.ts";
import { compiled, type Numbers, records, run, started } from "../kit/models.ts";

const source = (done: string) =>
  `model Price {
  input a: vector(3)
  hidden = a |> dense(4, tanh)
  output price: number = hidden |> regress
  output where: vector(2) = hidden |> regress(2)
}
data T {
  from: "t.csv"
  a = column("a")
  price = column("price")${done}
  where = columns(["u", "v"])${done}
  split: column("split")
}
train Price on T {
  minimise {
    price = squared_error(price)
    path  = absolute_error(hidden |> regress, target: price)
    where = huber(where)
  }
  optimizer: sgd(learning_rate: 0.1)
  epochs: 1
  batch: 4
}`
    .replace("hidden |> regress, target", "side, target")
    .replace("  output price", "  side = hidden |> regress\n  output price");

const ROWS = 4;
const plain = compiled(source("")).model;
const scaled = compiled(source(" |> standardise")).model;
const weights = started(plain.variables);
const fitted = {
  "output/price/target_mean": { shape: [1], data: [50_000] },
  "output/price/target_deviation": { shape: [1], data: [9_000] },
  "output/where/target_mean": { shape: [2], data: [-3, 300] },
  "output/where/target_deviation": { shape: [2], data: [0.001, 20] },
};
const of = (name: string, place: number) => fitted[name as keyof typeof fitted].data[place]!;

/** Numbers of a standard scale in the unit of the records. */
const inUnits = (name: string, { shape, data }: Dense): Dense => {
  const size = shape.length > 1 ? 2 : 1;
  const [mean, deviation] = [`output/${name}/target_mean`, `output/${name}/target_deviation`];
  return { shape, data: data.map((value, i) => value * of(deviation, i % size) + of(mean, i % size)) };
};
const close = (found: Dense, expected: Dense) => {
  for (const [i, value] of found.data.entries()) {
    expect(Math.abs(value - expected.data[i]!) / Math.max(1, Math.abs(expected.data[i]!))).toBeLessThan(1e-4);
  }
};

describe("standardised targets", () => {
  const given = records(plain, ROWS);
  const own: Numbers = {
    ...given,
    price: inUnits("price", given.price!),
    where: inUnits("where", given.where!),
  };

  test("are told in the unit of the records, by every program", () => {
    for (const program of ["predict", "evaluate"] as const) {
      const [before, after] = [plain, scaled].map((model) =>
        program === "predict" ? model.predict : model.training!.evaluate,
      );
      const one = run(before!, { ...given, ...weights }, ROWS).results;
      const other = run(after!, { ...own, ...weights, ...fitted }, ROWS).results;
      close(other.price!, inUnits("price", one.price!));
      close(other.where!, inUnits("where", one.where!));
    }
  });

  test("are learned as those of the standard scale are: equal losses, and equal weights after a step", () => {
    const before = run(plain.training!.train, { ...given, ...weights }, ROWS);
    const after = run(scaled.training!.train, { ...own, ...weights, ...fitted }, ROWS);
    for (const name of ["loss", "loss/price", "loss/path", "loss/where"]) {
      close(after.results[name]!, before.results[name]!);
    }
    for (const [name, value] of Object.entries(before.updates)) close(after.updates[name]!, value);
    expect(Object.keys(after.updates)).toEqual(Object.keys(before.updates));
  });

  test("add no parameters, and their scale is fitted to the training rows", () => {
    const parameters = (done: string) => compiled(source(done)).cost.total.parameters;
    expect(parameters(" |> standardise")).toBe(parameters(""));
    const rules = scaled.variables.flatMap(({ name, fitted: by }) =>
      by ? [[name, by.rule, by.output]] : [],
    );
    expect(rules).toContainEqual(["output/price/target_mean", "target_mean", "price"]);
    expect(rules).toContainEqual(["output/where/target_deviation", "target_deviation", "where"]);
  });
});
