import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { dataText } from "../../../cli/data-text.ts";
import { compile } from "../../../compiler/compile.ts";
import { renderText } from "../../../diagnostics/render/text.ts";
import { loadDataset } from "../../../runtime/data/dataset.ts";
import { firstModel } from "../../../runtime/inspect/first-model.ts";
import { inspect } from "../../../runtime/inspect/inspect.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();
const ROWS = 60;

/** A table with every kind of column that is told apart. */
function tableText(): string {
  const row = (i: number) => {
    const mood = i % 3 === 0 ? "glad" : "sad";
    const split = i < 40 ? "train" : i < 50 ? "validation" : "test";
    // The first test row repeats the first training row in all that is read.
    const j = i === 50 ? 0 : i;
    const words = `it was number ${j} of the long day`;
    const age = i === 7 ? "" : String(20 + ((j * 7) % 50) + 0.5);
    return [
      `r${i}`,
      age,
      j % 2 ? "left" : "right",
      words,
      `2024-01-${String((j % 28) + 1).padStart(2, "0")}`,
      `"[${j},${j % 5},2]"`,
      "p.png",
      mood === "glad" ? "g" : "s",
      "same",
      mood,
      split,
    ].join(",");
  };
  const header = "id,age,side,note,day,numbers,picture,code,constant,mood,split";
  return `${[header, ...Array.from({ length: ROWS }, (_, i) => row(i))].join("\n")}\n`;
}

beforeAll(async () => {
  writeFileSync(join(folder, "table.csv"), tableText());
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: "#010203" } })
    .png()
    .toBuffer();
  writeFileSync(join(folder, "p.png"), png);
});

describe("a report on data", () => {
  const source = `category Mood = ["glad", "sad"]
model M {
  input note: text(words: 12, vocabulary: 100)
  input numbers: vector(3) in 0..30
  output mood: Mood = concat(note |> embed(4) |> mean(over: word), numbers |> dense(4)) |> classify(Mood)
}
data D {
  from: "table.csv"
  note = column("note")
  numbers = column("numbers")
  mood = column("mood")
  split: column("split")
}
train M on D {
  minimise: cross_entropy(mood)
  optimizer: adam
  epochs: 1
  batch: 8
}
`;

  it("tells counts, ranges, duplicates, leaks, constants and names", async () => {
    const path = join(folder, "report.fuse");
    writeFileSync(path, source);
    const [report] = await inspect(path);
    expect(report!.rows).toEqual({ train: 40, validation: 10, test: 10 });
    expect(report!.labels.mood!.train).toEqual({ sad: 26, glad: 14 });
    expect(report!.constant).toEqual(["picture", "constant"]);
    expect(report!.identifiers).toEqual(["id"]);
    expect(report!.leaks).toMatchObject([{ column: "code", output: "mood", told: 1 }]);
    expect(report!.duplicates).toEqual([
      { first: "row 1 of table.csv", second: "row 51 of table.csv", splits: ["train", "test"] },
    ]);
    const numbers = report!.inputs.find(({ name }) => name === "numbers")!;
    expect(numbers).toMatchObject({ declared: "0..30", constant: 1, range: { least: 0, most: 59 } });
    const text = dataText(report!);
    for (const told of [
      "60 records",
      "code tells mood in 100.0 %",
      "row 51 of table.csv (test)",
      "declared in 0..30",
    ]) {
      expect(text).toContain(told);
    }
  });

  it("lists records that cannot be read", async () => {
    const path = join(folder, "broken.fuse");
    writeFileSync(join(folder, "broken.csv"), tableText().replace('"[3,3,2]"', "oops"));
    writeFileSync(path, source.replace("table.csv", "broken.csv"));
    const [report] = await inspect(path);
    expect(report!.unreadable).toMatchObject([{ row: 3, reason: "cell-invalid" }]);
  });
});

describe("a first model", () => {
  const compiled = (text: string) => {
    const read = (path: string) => (path === "first.fuse" ? text : undefined);
    const { findings, models, sources } = compile("first.fuse", read);
    expect(findings, renderText(findings, sources, { colour: false })).toEqual([]);
    return models;
  };
  const first = (label?: string) =>
    firstModel({ table: join(folder, "table.csv"), from: "table.csv", label });

  it("guesses modalities, compiles as an early and a late fusion, and its data can be read", async () => {
    const text = await first("mood");
    for (const line of [
      'row = columns(["age", "side", "code"]) |> fill(mean) |> standardise',
      "input note: text(words: 8, vocabulary: 5_000)",
      'day = column("day") |> date([year, day_of_year, weekday])',
      "input numbers: vector(3)",
      'split: column("split")',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('"id"');
    const models = compiled(text);
    expect(models.map(({ model }) => model.interface.model)).toEqual(["Early", "Late"]);
    for (const { model } of models) {
      const { splits } = await loadDataset({
        plan: model.training!.data,
        interface: model.interface,
        folder,
      });
      expect(splits.train.rows).toBe(40);
    }
  });

  it("predicts numbers where the column holds many", async () => {
    const models = compiled(
      await firstModel({ table: join(folder, "table.csv"), from: "table.csv", label: "age" }),
    );
    expect(models[0]!.model.interface.outputs[0]!.kind).toBe("number");
  });

  it("needs something to predict", () =>
    expectFailure(() => first("moods"), "column-missing", "no column moods", "--label"));
});
