import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { evaluate } from "../../../runtime/evaluate/evaluate-run.ts";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import { load } from "../../../runtime/load.ts";
import { resume, train } from "../../../runtime/train/train.ts";
import { fusewire } from "../../cli/kit/fusewire.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";

const SOURCE = `category Sign = ["plus", "minus"]

model Either {
  optional input left:  vector(2)
  optional input right: vector(2)

  a = left |> dense(8) |> batch_norm |> tanh
  b = right |> dense(8, tanh)

  output sign: Sign = vote(a |> classify(Sign), b |> classify(Sign), concat(a, b) |> classify(Sign))
}

data Rows {
  from:  "rows.csv"
  left   = column("left")
  right  = column("right")
  sign   = column("sign")
  split: column("split")
}

train Either on Rows {
  minimise:  cross_entropy(sign)
  optimizer: adam(learning_rate: 0.02)
  drop:      modality(0.3)
  epochs:    6
  batch:     32
}
`;

interface Row {
  readonly left?: number[];
  readonly right?: number[];
  readonly sign: string;
  readonly split: string;
}

/** The left tells the sign exactly, the right with much noise; a third of all rows lack one of the two. */
function rows(): Row[] {
  const draw = createDraw(1, ":test rows");
  const number = () => draw(2000) / 1000 - 1;
  return Array.from({ length: 300 }, (_, i) => {
    const value = number();
    const lacks = draw(6);
    return {
      ...(lacks === 0 ? {} : { left: [value, number()] }),
      ...(lacks === 1 ? {} : { right: [value + 2 * number(), number()] }),
      sign: value > 0 ? "plus" : "minus",
      split: i % 5 < 3 ? "train" : i % 5 === 3 ? "validation" : "test",
    };
  });
}

describe("a model whose inputs are all optional", () => {
  const folder = temporaryFolder();
  const file = join(folder, "either.fuse");
  const run = join(folder, "run");
  const all = rows();

  beforeAll(async () => {
    writeFileSync(file, SOURCE);
    const lines = all.map(({ left = [], right = [], sign, split }) =>
      [left.join(" "), right.join(" "), sign, split].join(","),
    );
    writeFileSync(join(folder, "rows.csv"), `left,right,sign,split\n${lines.join("\n")}\n`);
    await train(file, { out: run });
  });

  it("is measured with each set of inputs as it predicts records that have no others", async () => {
    const { subsets, rows } = await evaluate(run, { subsets: true });
    expect(subsets!.map(({ inputs }) => inputs)).toEqual([["left", "right"], ["left"], ["right"]]);
    expect(rows).toBe(60);
    const model = await load(run);
    try {
      for (const { inputs, rows, outputs } of subsets!) {
        const having = all.filter((row) => row.split === "test" && inputs.every((name) => name in row));
        expect(rows).toBe(having.length);
        const records = having.map((row) =>
          Object.fromEntries(inputs.map((name) => [name, row[name as "left"]])),
        );
        const predicted = await model.predict(records);
        const right = predicted.filter(
          ({ sign }, i) => (sign as { label: string }).label === having[i]!.sign,
        );
        expect((outputs[0]!.metrics as { accuracy: { value: number } }).accuracy.value).toBeCloseTo(
          right.length / rows,
          10,
        );
      }
      const [, left, right] = subsets!.map(
        ({ outputs }) => (outputs[0]!.metrics as { accuracy: { value: number } }).accuracy.value,
      );
      expect(left).toBeGreaterThan(right! + 0.1);
    } finally {
      model.close();
    }
  });

  it("refuses a record in which nothing is given", async () => {
    const model = await load(run);
    try {
      await expectFailure(() => model.predict([{}]), "record-invalid", "record 1: has no field", "left");
    } finally {
      model.close();
    }
  });

  it("shows a line for each set on the command line", () => {
    const { out, code } = fusewire(["evaluate", "run", "--subsets"], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toMatch(/sign with only +rows +accuracy +95 % interval +macro_f1/);
    expect(out).toMatch(/\nleft \+ right +\d+ +\d\.\d{3}/);
    expect(out).toMatch(/\nright +\d+ +\d\.\d{3}/);
  });

  it("drops the same inputs when a run is resumed, to the last bit", async () => {
    const weights = (of: string) => readSafetensors(join(of, "last.safetensors")).tensors;
    const whole = await train(file, { out: join(folder, "whole"), epochs: 60 });
    const controller = new AbortController();
    const broken = await train(file, {
      out: join(folder, "broken"),
      epochs: 60,
      signal: controller.signal,
      onEvent: (event) => event.kind === "epoch" && event.epoch === 2 && controller.abort(),
    });
    expect(broken.ending).toBe("interrupted");
    await resume(broken.run);
    expect(weights(broken.run)).toEqual(weights(whole.run));
    const lines = (of: string) => readFileSync(join(of, "metrics.jsonl"), "utf8");
    expect(lines(broken.run)).toEqual(lines(whole.run));
  });
});
