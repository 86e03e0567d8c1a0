import { describe, expect, test } from "vitest";
import { compiled, madeUp, type Numbers, records, run } from "../kit/models.ts";

const source = (phases: string) => `category Mood = ["glad", "sad", "calm"]
model M {
  input x: vector(4)
  input y: vector(3)
  first  = x |> dense(5, tanh) |> batch_norm |> dropout(0.5)
  second = y |> dense(5, tanh)
  a      = first |> classify(Mood)
  b      = second |> classify(Mood)
  joint  = concat(first, second) |> dropout(0.5)
  output mood: Mood = i2m2(a, b, joint |> classify(Mood))
}
data D {
  from: "table.csv"
  x     = column("x")
  y     = column("y")
  mood  = column("mood")
  split: column("split")
}
train M on D {
  minimise {
    a   = 0.5 * cross_entropy(a, target: mood)
    b   = cross_entropy(b, target: mood)
    all = cross_entropy(mood)
  }
  optimizer: adam(0.1)
  schedule:  cosine
  batch:     6
  ${phases}
}
`;
const ROWS = 6;

const ALONE = "phase alone {\n    moves: [a, b]\n    minimise: [a, b]\n    epochs: 2\n  }";
const HEAD = "phase head {\n    freezes: [first, second]\n    minimise: all\n    epochs: 1\n  }";
const TOGETHER = "phase together {\n    epochs: 3\n    optimizer: sgd(0.1)\n  }";

function steps(phases: string, change: Readonly<Record<string, number>> = {}) {
  const { model } = compiled(source(phases));
  const counters = Object.fromEntries(
    ["step", "began", "horizon", "seed"].map((name) => [
      `counter/${name}`,
      { shape: [], data: [change[name] ?? (name === "horizon" ? 100 : 0)] },
    ]),
  );
  const given: Numbers = { ...madeUp(model.variables), ...records(model, ROWS), ...counters };
  const { train, earlier, evaluate, plan } = model.training!;
  const took = [...earlier, train].map((program) => ({ program, ...run(program, given, ROWS) }));
  return { took, given, plan, evaluated: run(evaluate, given, ROWS).results, model };
}

const moved = (updates: object) => Object.keys(updates).filter((name) => !name.startsWith("counter/"));
const WEIGHTS = ["first/dense", "second/dense", "first/batch_norm", "a/classify", "b/classify"];

describe("a phase", () => {
  test("moves the weights of what it names, their slots and their statistics, and nothing else", () => {
    const { took, plan } = steps([ALONE, HEAD, TOGETHER].join("\n  "));
    const [alone, head, together] = took;
    expect(plan.phases?.map(({ name, epochs }) => [name, epochs])).toEqual([
      ["alone", 2],
      ["head", 1],
      ["together", 3],
    ]);
    expect(plan.epochs).toBe(6);
    const owners = (updates: object) =>
      new Set(moved(updates).map((name) => name.split("/").slice(0, 2).join("/")));
    expect([...owners(alone!.updates)].sort()).toEqual([...WEIGHTS].sort());
    expect(moved(alone!.updates)).toContain("first/batch_norm/mean");
    expect(moved(alone!.updates)).toContain("a/classify/kernel/m");
    expect([...owners(head!.updates)].sort()).toEqual(["a/classify", "b/classify", "mood/classify"]);
    expect([...owners(together!.updates)].sort()).toEqual([...WEIGHTS, "mood/classify"].sort());
    expect(moved(together!.updates)).toContain("a/classify/kernel/velocity");
  });

  test("has a program of its own, and the last one is called as that of a training in one go", () => {
    const { took } = steps([ALONE, HEAD, TOGETHER].join("\n  "));
    expect(took.map(({ program }) => program.name)).toEqual(["train/alone", "train/head", "train"]);
    // Nothing is computed that its terms do not need.
    expect(Object.keys(took[0]!.results)).not.toContain("mood");
    expect(took[0]!.program.feeds.map(({ name }) => name)).toEqual(["x", "y", "mood"]);
    expect(Object.keys(took[1]!.results)).toContain("mood");
  });

  test("minimises the terms that it names, each with its weight, and evaluation tells what it minimises", () => {
    const { evaluated } = steps([ALONE, HEAD, TOGETHER].join("\n  "));
    const [a, b, all] = ["loss/a", "loss/b", "loss/all"].map((name) => evaluated[name]!.data);
    evaluated["phase/alone/loss"]!.data.forEach((loss, i) => {
      expect(loss).toBeCloseTo(0.5 * a![i]! + b![i]!, 10);
    });
    evaluated["phase/head/loss"]!.data.forEach((loss, i) => {
      expect(loss).toBeCloseTo(all![i]!, 10);
    });
    evaluated.loss!.data.forEach((loss, i) => {
      expect(loss).toBeCloseTo(0.5 * a![i]! + b![i]! + all![i]!, 10);
    });
    expect(evaluated.mood).toBeDefined();
  });

  test("uses what is still as prediction does: without dropout, by the statistics that there are", () => {
    const { took, evaluated } = steps([HEAD, TOGETHER].join("\n  "));
    const [head, together] = took;
    // Dropout behind what is frozen belongs to what moves; without it, the step sees just what evaluation sees.
    expect(head!.results["loss/all"]!.data[0]).not.toBeCloseTo(mean(evaluated["loss/all"]!.data), 6);
    const calm = compiled(
      source([HEAD, TOGETHER].join("\n  ")).replace("second) |> dropout(0.5)", "second)"),
    );
    const given = { ...madeUp(calm.model.variables), ...records(calm.model, ROWS), ...counters() };
    const { earlier, evaluate, train } = calm.model.training!;
    const rows = run(evaluate, given, ROWS).results["loss/all"]!.data;
    expect(run(earlier[0]!, given, ROWS).results["loss/all"]!.data[0]).toBeCloseTo(mean(rows), 6);
    expect(run(train, given, ROWS).results["loss/all"]!.data[0]).not.toBeCloseTo(mean(rows), 6);
    expect(together!.results["loss/all"]!.data[0]).not.toBeCloseTo(mean(evaluated["loss/all"]!.data), 6);
  });

  test("has an optimizer and a schedule that begin with it", () => {
    const phases = [ALONE, TOGETHER].join("\n  ");
    const rate = (change: Readonly<Record<string, number>>) =>
      steps(phases, change).took[0]!.results.learning_rate!.data[0]!;
    expect(rate({ step: 0, horizon: 100 })).toBeCloseTo(0.1, 6);
    expect(rate({ step: 70, began: 70, horizon: 100 })).toBeCloseTo(0.1, 6);
    expect(rate({ step: 120, began: 70, horizon: 100 })).toBeCloseTo(0.05, 6);
    // Adam's powers count the steps of the phase, so that a first step is of the size of the rate.
    const { given, took } = steps(phases, { step: 70, began: 70 });
    const name = "b/classify/kernel";
    const empty = { ...given, [`${name}/m`]: zeros(given, name), [`${name}/v`]: zeros(given, name) };
    const { updates } = run(took[0]!.program, empty, ROWS);
    updates[name]!.data.forEach((after, i) => {
      expect(Math.abs(after - given[name]!.data[i]!)).toBeCloseTo(0.1, 3);
    });
  });
});

test("what is taken out of folds is fed, and nothing of what goes into it moves or is computed", () => {
  const { model } = compiled(
    source(`phase paths {
    minimise: [a, b]
    epochs: 2
    folds: 4
  }
  phase meta {
    out_of_fold: [first, b]
    moves: mood
    freezes: second
    minimise: all
    epochs: 1
  }
  phase rest {
    epochs: 1
  }`).replace("second) |> dropout(0.5)", "second)"),
  );
  const { plan, earlier, evaluate } = model.training!;
  expect(plan.epochs).toBe(12);
  expect(plan.phases![0]!.folds).toEqual({ count: 4, keeps: ["first", "b"] });
  const meta = earlier[1]!;
  expect(meta.feeds.map(({ name }) => name)).toEqual(["y", "mood", "out_of_fold/b", "out_of_fold/first"]);
  const owners = meta.updates.map(({ variable }) => variable.name.split("/")[0]);
  expect([...new Set(owners)].sort()).toEqual(["a", "counter", "mood"]);

  // Fed with what evaluation says of them, the terms are what evaluation says.
  const given = { ...madeUp(model.variables), ...records(model, ROWS), ...counters() };
  const { results } = run(evaluate, given, ROWS);
  expect(Object.keys(results)).toEqual(expect.arrayContaining(["out_of_fold/first", "out_of_fold/b"]));
  expect(results["out_of_fold/first"]!.shape).toEqual([ROWS, 5]);
  const step = run(meta, { ...results, ...given }, ROWS);
  expect(step.results["loss/all"]!.data[0]).toBeCloseTo(mean(results["loss/all"]!.data), 10);
});

test("a training in one go has no counter of phases, and one program", () => {
  const { model } = compiled(source("epochs: 1"));
  expect(model.training!.earlier).toEqual([]);
  expect(model.variables.map(({ name }) => name)).not.toContain("counter/began");
});

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const zeros = (given: Numbers, name: string) => ({ ...given[name]!, data: given[name]!.data.map(() => 0) });
const counters = (): Numbers =>
  Object.fromEntries(
    ["step", "began", "seed", "horizon"].map((name) => [
      `counter/${name}`,
      { shape: [], data: [name === "horizon" ? 100 : 0] },
    ]),
  );
