import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { load as loadRun } from "../../../../runtime/load.ts";
import type { CategoryDecision } from "../../../../runtime/outputs/category.ts";
import { train } from "../../../../runtime/train/train.ts";
import { temporaryFolder } from "../../../runtime/temporary.ts";
import { table, writeProject } from "../../../runtime/train/kit/project.ts";
import { load, projectOf } from "./kit/project.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

type Row = Readonly<Record<string, unknown>>;
type Decision = { readonly sign: CategoryDecision };

interface Generated {
  train(
    rows: readonly Row[],
    options: { validation: readonly Row[] },
  ): Promise<{ epoch: number; loss: number; validation: number }[]>;
  predictAll(rows: readonly Row[]): Promise<Decision[]>;
  loadWeights(bytes: Uint8Array): void;
}

interface Measured {
  readonly train: { readonly loss: number };
  readonly validation: Readonly<Record<string, number>>;
}

/** Changes to a small project, the metric that its validation is judged by, and what an extra column holds. */
interface Told {
  readonly change?: readonly (readonly [from: string, to: string])[];
  readonly optimizer?: string;
  readonly phases?: string;
  readonly stop?: string;
  readonly metric?: string;
  readonly extra?: (row: number) => string;
}

const PROJECTS: Readonly<Record<string, Told>> = {
  "loses inputs, in blocks, with several losses and moments": {
    optimizer:
      "optimizer: sgd(0.05, momentum: 0.9, nesterov: true, weight_decay: 0.01)\n  schedule: step(every: 4, factor: 0.5)",
    extra: (row) => (row % 4 === 0 ? "" : `${Math.sin(row)} ${Math.cos(row)}`),
    change: [
      [
        "model Tiny {",
        "block Side(x: signal[channel], width: int) -> feature {\n  return x |> dense(width, relu) |> layer_norm |> dropout(0.25)\n}\n\nmodel Tiny {",
      ],
      ["input number: vector(3)", "input number: vector(3)\n  optional input extra: vector(2)"],
      ["concat(said, seen)", "sum(said, seen, extra |> Side(width: 8)) |> batch_norm"],
      ['number  = column("number")', 'number  = column("number")\n  extra = column("extra")'],
      [
        "minimise: cross_entropy(sign)",
        "minimise {\n    which = cross_entropy(sign, label_smoothing: 0.1, class_weights: balanced)\n    again = 0.5 * focal(sign)\n  }\n  clip: value(0.3)\n  drop: modality(0.3)",
      ],
    ],
  },
  "stops by the loss": { stop: "stop: stalls(validation.loss, for: 1)", phases: "epochs: 9" },
  "stops by the accuracy": {
    stop: "stop: stalls(validation.accuracy, for: 2)",
    phases: "epochs: 8",
    metric: "accuracy",
  },
  "sets a state by rows of validation": {
    change: [
      [
        "joint |> classify(Sign)",
        "vote(joint |> classify(Sign), seen |> classify(Sign), weight: validation)",
      ],
    ],
  },
  "finds a temperature": { change: [["joint |> classify(Sign)", "joint |> classify(Sign) |> temperature"]] },
  "trains in phases": {
    change: [
      [
        "output sign: Sign = joint |> classify(Sign)",
        "by_word = said |> dropout(0.2) |> classify(Sign)\n  by_number = seen |> classify(Sign)\n  output sign: Sign = vote(by_word, by_number, joint |> classify(Sign), weight: equal)",
      ],
      [
        "minimise: cross_entropy(sign)",
        "minimise {\n    word = cross_entropy(by_word, target: sign)\n    number = cross_entropy(by_number, target: sign)\n    all = cross_entropy(sign)\n  }",
      ],
    ],
    phases: `phase parts {
    moves: [by_word, by_number]
    minimise: [word, number]
    epochs: 2
  }
  phase together {
    minimise: all
    optimizer: sgd(0.05)
    epochs: 3
    stop: stalls(validation.loss, for: 2)
  }`,
  },
  "scales numbers, and reads dates": {
    extra: (row) => `2024-0${1 + (row % 9)}-1${row % 10}`,
    change: [
      ["input number: vector(3)", "input number: vector(3)\n  input extra: vector(3)"],
      ["concat(said, seen)", "concat(said, seen, extra)"],
      [
        'number  = column("number")',
        'number  = column("number") |> standardise\n  extra = column("extra") |> date([year, month]) |> standardise',
      ],
    ],
  },
  "fills gaps": {
    extra: (row) => (row % 3 === 0 ? "" : String(Math.sin(row))),
    change: [
      [
        "input number: vector(3)",
        "input number: vector(3)\n  input extra: tabular(numbers: 1, categories: [3])\n  measured = extra.numbers |> embed_numbers(4) |> mean(over: column)\n  gaps = sum(measured, extra.categories |> embed(4) |> mean(over: column))",
      ],
      ["concat(said, seen)", "concat(said, seen, gaps)"],
      [
        'number  = column("number")',
        'number  = column("number")\n  extra = columns(["extra", "word"]) |> fill(mean) |> standardise',
      ],
    ],
  },
};

/** Every second one; all in the long proofs. */
const SOME = Object.keys(PROJECTS).filter((_, i) => process.env.FUSEWIRE_FULL !== undefined || i % 2 === 0);

describe("a generated project trains as a run does", () => {
  it.each(SOME)("%s", { timeout: 120_000 }, async (name) => {
    const { change = [], optimizer, phases, stop, metric = "loss", extra } = PROJECTS[name]!;
    const folder = temporaryFolderOf();
    const file = writeProject(folder, {
      rows: 90,
      ...(optimizer && { optimizer }),
      ...(phases && { phases }),
      ...(stop && { stop }),
    });
    const text = change.reduce(
      (source, [from, to]) => source.replace(from, () => to),
      readFileSync(file, "utf8"),
    );
    writeFileSync(file, text);
    const [head, ...lines] = table(90).trim().split("\n") as [string, ...string[]];
    const cells = lines.map((line, row) => [...line.split(","), extra?.(row) ?? ""]);
    writeFileSync(
      join(folder, "rows.csv"),
      [`${head},extra`, ...cells.map((row) => row.join(","))].join("\n"),
    );

    const { run } = await train(file, { engine: "onnx" });
    const wanted = readFileSync(join(run, "metrics.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Partial<Measured>)
      .filter((entry): entry is Measured => entry.validation !== undefined);

    const rowOf = ([word = "", number = "", sign = "", , more = ""]: readonly string[]): Row => ({
      word,
      number: number.split(" ").map(Number),
      sign,
      ...(extra === undefined || (more === "" && text.includes("optional"))
        ? {}
        : {
            extra: text.includes("tabular")
              ? [more === "" ? null : Number(more), word]
              : text.includes("date(")
                ? more
                : more.split(" ").map(Number),
          }),
    });
    const split = (wanted: string) => cells.filter(([, , , one]) => one === wanted).map(rowOf);
    const { createTiny } = load<{ createTiny(): Generated }>(await projectOf(text, "Tiny"), "src/tiny.ts");
    const model = createTiny();
    const epochs = await model.train(split("train"), { validation: split("validation") });
    expect(epochs.map(({ loss }) => loss)).toEqual(
      wanted.map((epoch) => expect.closeTo(epoch.train.loss, 3)),
    );
    expect(epochs.map(({ validation }) => validation)).toEqual(
      wanted.map((epoch) => expect.closeTo(epoch.validation[metric]!, 3)),
    );

    // The weights of the best epoch; those of the run say the same.
    const records = split("test").map(({ sign: _, ...record }) => record);
    const own = await model.predictAll(records);
    const theirs = await loadRun<Decision>(run);
    const answers = await theirs.predict(records);
    theirs.close();
    const given = (all: readonly Decision[]) => all.map(({ sign }) => sign.probabilities.plus!);
    expect(given(own)).toEqual(given(answers).map((p) => expect.closeTo(p, 3)));
  });

  function temporaryFolderOf(): string {
    return folders.pop()!;
  }
  const folders = SOME.map(() => temporaryFolder());
});
