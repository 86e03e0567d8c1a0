import { describe, expect, test } from "vitest";
import type { AnyLoss } from "../../../compiler/losses/define.ts";
import { losses } from "../../../compiler/losses/index.generated.ts";
import type { AnyOutputKind } from "../../../compiler/outputs/define.ts";
import { outputKinds } from "../../../compiler/outputs/index.generated.ts";
import { compiled, type Numbers, records, run, started } from "../kit/models.ts";
import { flat } from "../operators/kit/arrays.ts";

const ROWS = 6;

/** Trains a model of those statements for a step. */
function trainStep(statements: string, outputs: readonly string[], minimise: string) {
  const inputs = [...statements.matchAll(/input (\w+):/g)].map(([, name]) => name!);
  const fields = [...inputs, ...outputs].map((field) => `  ${field} = column("${field}")`).join("\n");
  const { model } = compiled(`category Mood = ["glad", "sad"]
model Example {${statements}
}
data Table {
  from: "table.csv"
${fields}
  split: column("split")
}
train Example on Table {
  ${minimise}
  optimizer: sgd(learning_rate: 0.01)
  epochs: 1
  batch: ${ROWS}
}
`);
  const { train, evaluate } = model.training!;
  const rows = records(model, ROWS);
  const before: Numbers = { ...started(model.variables), ...rows };
  const { results, updates } = run(train, before, ROWS);
  const after: Numbers = { ...before, ...updates };
  const mean = (values: Numbers) => {
    const { data } = run(evaluate, values, ROWS).results.loss!;
    return data.reduce((a: number, b: number) => a + b, 0) / ROWS;
  };
  return { loss: results.loss!.data[0]!, before: mean(before), after: mean(after) };
}

/** Every output that an example of a loss may learn. */
const ALL = `
  input reading: vector(8)
  hidden = reading |> dense(6, tanh)
  output mood: Mood = hidden |> classify(Mood)
  output price: number = hidden |> regress
  output place: vector(3) = hidden |> regress(3)
  output tags: set<Mood> = hidden |> tag(Mood)
  output grade: ordered Mood = hidden |> rank(Mood)`;
const SPELT = `
  input phrase: text(words: 6, vocabulary: 50)
  output moods: sequence<Mood> = phrase |> embed(6) |> spell(Mood)`;
const UNTARGETED = `
  words = reading |> dense(4, tanh)
  sight = hidden |> dense(4)`;
const NAMES = ["mood", "price", "place", "tags", "grade"];

describe.each(Object.entries(losses as Readonly<Record<string, AnyLoss>>))("%s", (_, { example }) => {
  test("is trained for a step as its example says, and is smaller then", () => {
    const isSpelt = /\(moods\)/.test(example);
    const more = isSpelt ? SPELT : /words/.test(example) ? UNTARGETED : "";
    const names = isSpelt ? [...NAMES, "moods"] : NAMES;
    const { loss, before, after } = trainStep(ALL + more, names, example);
    expect(loss).toBeCloseTo(before, 10);
    expect(Number.isFinite(after)).toBe(true);
    expect(after).toBeLessThan(before);
  });
});

describe.each(Object.entries(outputKinds as Readonly<Record<string, AnyOutputKind>>))(
  "the kind %s",
  (name, kind) => {
    const output = /output (\w+):/.exec(kind.example)![1]!;

    test("is learned by its usual loss, which learns such outputs", () => {
      expect((losses as Readonly<Record<string, AnyLoss>>)[kind.loss]).toMatchObject({
        targets: expect.arrayContaining([name]),
      });
      const { before, after } = trainStep(kind.example, [output], `minimise: ${kind.loss}(${output})`);
      expect(after).toBeLessThan(before);
    });

    test("says of every metric what it is", () => {
      for (const { summary } of Object.values(kind.metrics)) expect(summary).toMatch(/^[^A-Z].*[^.]$|^F1 /);
      expect(flat(Object.values(kind.metrics).map(({ shown }) => Number(shown === true)))).toContain(1);
    });
  },
);

test("metrics of one name mean better alike for all kinds that have it", () => {
  const directions = new Map<string, string>();
  for (const { metrics } of Object.values(outputKinds as Readonly<Record<string, AnyOutputKind>>)) {
    for (const [name, { better }] of Object.entries(metrics)) {
      expect(directions.get(name) ?? better, name).toBe(better);
      directions.set(name, better);
    }
  }
});
