import { describe, expect, test } from "vitest";
import { compiled, type Numbers, records, run, started } from "../kit/models.ts";

const source = (minimise: string) => `category Mood = ["glad", "sad", "calm"]
model M {
  input x: vector(4)
  optional input y: vector(3)
  a = x |> dense(5, tanh)
  b = y |> dense(5, tanh)
  decided = b |> classify(Mood)
  output mood: Mood = vote(a |> classify(Mood), decided)
  output price: number = a |> regress
}
data D {
  from: "table.csv"
  x     = column("x")
  y     = column("y")
  mood  = column("mood")
  price = column("price")
  split: column("split")
}
train M on D {
  minimise {
${minimise}
  }
  optimizer: sgd(learning_rate: 0.1)
  epochs: 1
  batch: 6
}
`;
const ROWS = 6;

function stepped(minimise: string, change: Readonly<Record<string, readonly number[]>> = {}) {
  const { model } = compiled(source(minimise));
  const changed: Numbers = Object.fromEntries(
    Object.entries(change).map(([name, data]) => [name, { shape: [data.length], data: [...data] }]),
  );
  const given: Numbers = { ...started(model.variables), ...records(model, ROWS), ...changed };
  const { train, evaluate } = model.training!;
  const step = run(train, given, ROWS);
  const rows = run(evaluate, given, ROWS).results;
  const mean = (name: string) => rows[name]!.data.reduce((a, b) => a + b, 0) / ROWS;
  const result = (name: string) => step.results[name]!.data[0]!;
  return { result, mean, rows, step, given, model };
}

const PRESENT = [1, 0, 0, 1, 1, 0];

describe("a loss of what records may lack", () => {
  const terms = `    mood   = cross_entropy(mood)
    second = cross_entropy(decided, target: mood)
    close  = info_nce(a, b)`;

  test("is the mean over the records that have it", () => {
    const { rows, result, mean, given, model } = stepped(terms, { "y/present": PRESENT });
    // Without the other rows at all, the mean over those present is the same.
    const kept = [0, 3, 4];
    const some = Object.fromEntries(
      Object.entries(given).map(([name, { shape, data }]) => {
        if (shape[0] !== ROWS || model.variables.some((variable) => variable.name === name))
          return [name, { shape, data }];
        const width = data.length / ROWS;
        const own = kept.flatMap((row) => data.slice(row * width, (row + 1) * width));
        return [name, { shape: [kept.length, ...shape.slice(1)], data: own }];
      }),
    );
    const alone = run(model.training!.train, some, kept.length).results;
    for (const term of ["loss/second", "loss/close"]) {
      expect(result(term)).toBeCloseTo(alone[term]!.data[0]!, 10);
      expect(mean(term)).toBeCloseTo(result(term), 10);
      expect(rows[term]!.data.map((value) => value !== 0)).toEqual(PRESENT.map((flag) => flag === 1));
    }
    expect(result("loss")).toBeCloseTo(mean("loss"), 10);
  });

  test("is nothing where no record has it", () => {
    const { result, step } = stepped(terms, { "y/present": [0, 0, 0, 0, 0, 0] });
    expect([result("loss/second"), result("loss/close")]).toEqual([0, 0]);
    for (const { data } of Object.values(step.updates)) expect(data.every(Number.isFinite)).toBe(true);
  });

  test("is not touched by what records hold that lack it", () => {
    const tried = [0, 1].map((shift) => {
      const { given, model } = stepped(terms, { "y/present": PRESENT });
      const y = given.y!;
      const data = y.data.map((value, i) => (PRESENT[Math.floor(i / 3)] === 1 ? value : value + 5 * shift));
      return run(model.training!.train, { ...given, y: { ...y, data } }, ROWS);
    });
    expect(tried[1]!.results.loss!.data).toEqual(tried[0]!.results.loss!.data);
    expect(tried[1]!.updates).toEqual(tried[0]!.updates);
  });
});

describe("losses that are balanced by their uncertainty", () => {
  const terms = `    mood  = cross_entropy(mood)
    price = squared_error(price)
    balance: uncertainty`;

  test("are weighed by log-variances that are trained", () => {
    const [s, t] = [0.7, -0.4];
    const { result, mean, step } = stepped(terms, {});
    const moved = stepped(terms);
    const given = {
      ...moved.given,
      "balance/mood/log_variance": { shape: [], data: [s] },
      "balance/price/log_variance": { shape: [], data: [t] },
    };
    expect(result("loss")).toBeCloseTo(result("loss/mood") + result("loss/price") / 2, 10);
    expect(mean("loss")).toBeCloseTo(result("loss"), 10);
    const { results, updates } = run(moved.model.training!.train, given, ROWS);
    const [a, b] = [results["loss/mood"]!.data[0]!, results["loss/price"]!.data[0]!];
    expect(results.loss!.data[0]).toBeCloseTo(Math.exp(-s) * a + s / 2 + 0.5 * Math.exp(-t) * b + t / 2, 10);
    // Their slopes, by hand: where both are 0 the weight is at its best, the loss at the noise's size.
    expect(updates["balance/mood/log_variance"]!.data[0]).toBeCloseTo(s - 0.1 * (0.5 - Math.exp(-s) * a), 10);
    expect(updates["balance/price/log_variance"]!.data[0]).toBeCloseTo(
      t - 0.1 * (0.5 - 0.5 * Math.exp(-t) * b),
      10,
    );
    expect(Object.keys(step.updates)).toContain("balance/mood/log_variance");
  });

  test("leave predictions without those variances", () => {
    const { model } = compiled(source(terms));
    expect(model.predict.feeds.map(({ name }) => name)).toEqual(["x", "y", "y/present"]);
  });
});

describe("losses that are blended", () => {
  const terms = `    mood   = cross_entropy(mood)
    second = cross_entropy(decided, target: mood)
    price  = squared_error(price)
    balance: gradient_blend(3)`;

  test("are weighed by their shares, which no gradient moves", () => {
    const { given, model } = stepped(terms);
    const shares = { mood: 0.5, second: 2, price: 1.5 };
    const set = Object.fromEntries(
      Object.entries(shares).map(([term, share]) => [`balance/${term}/share`, { shape: [], data: [share] }]),
    );
    const { train, evaluate, blend } = model.training!;
    expect(blend).toEqual({
      every: 3,
      terms: ["mood", "second", "price"].map((term) => ({
        term,
        share: `balance/${term}/share`,
        marks: `balance/${term}/marks`,
      })),
    });
    const { results, updates } = run(train, { ...given, ...set }, ROWS);
    const [mood, second, price] = ["mood", "second", "price"].map(
      (term) => results[`loss/${term}`]!.data[0]!,
    );
    expect(results.loss!.data[0]).toBeCloseTo((0.5 * mood! + 2 * second! + 1.5 * price!) / 4, 10);
    expect(Object.keys(updates).filter((name) => name.startsWith("balance"))).toEqual([]);
    const rows = run(evaluate, { ...given, ...set }, ROWS).results.loss!.data;
    expect(rows.reduce((a, b) => a + b, 0) / ROWS).toBeCloseTo(results.loss!.data[0]!, 10);
  });

  test("are weighed among those that a phase minimises", () => {
    const { model } = compiled(
      source(terms).replace(
        "  epochs: 1\n",
        "  phase paths {\n    minimise: [mood, second]\n    epochs: 1\n  }\n  phase all {\n    epochs: 1\n  }\n",
      ),
    );
    const given = { ...started(model.variables), ...records(model, ROWS) };
    const share = {
      "balance/mood/share": { shape: [], data: [3] },
      "balance/price/share": { shape: [], data: [9] },
    };
    const { results } = run(model.training!.earlier[0]!, { ...given, ...share }, ROWS);
    const [mood, second] = ["mood", "second"].map((term) => results[`loss/${term}`]!.data[0]!);
    expect(results.loss!.data[0]).toBeCloseTo((3 * mood! + second!) / 4, 10);
  });
});
