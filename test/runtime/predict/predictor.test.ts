import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { CompiledModel } from "../../../compiler/plan/compiled-model.ts";
import type { InputSpec } from "../../../compiler/plan/interface.ts";
import type { HostTensor, HostTensors } from "../../../runtime/engine/engine.ts";
import type { OpenModel } from "../../../runtime/model/backend.ts";
import type { CategoryDecision } from "../../../runtime/outputs/category.ts";
import { createPredictor } from "../../../runtime/predict/predictor.ts";
import { expectFailure } from "../failures.ts";
import { categoryOutput, dataPlan, imageInput, textInput, vectorInput } from "../samples.ts";
import { temporaryFolder } from "../temporary.ts";

type Rows = Readonly<Record<string, readonly number[][]>>;

interface FakeOptions {
  readonly labels?: readonly string[];
  /** Fields of the data declaration. */
  readonly fields?: Parameters<typeof dataPlan>[1];
}

/** A model that keeps what it is fed and gives the probabilities that a function makes of each row. */
function fakeModel(
  inputs: readonly InputSpec[],
  decide: (row: number, feeds: Rows) => readonly number[],
  { labels = ["no", "yes"], fields }: FakeOptions = {},
) {
  const fed: Rows[] = [];
  const compiled = {
    interface: { model: "Fake", inputs, outputs: [categoryOutput("answer", labels)] },
    ...(fields === undefined ? {} : { training: { data: dataPlan("rows.csv", fields) } }),
  } as unknown as CompiledModel;
  const model: Pick<OpenModel, "compiled" | "run"> = {
    compiled,
    async run(program, feeds) {
      expect(program).toBe("predict");
      const rows = rowsOf(inputs, feeds);
      fed.push(rows);
      const count = Object.values(rows)[0]!.length;
      const data = Float32Array.from(Array.from({ length: count }, (_, row) => decide(row, rows)).flat());
      return { answer: { dtype: "float32", shape: [count, labels.length], data } };
    },
  };
  return { model, fed };
}

/** Feeds as rows of numbers. */
function rowsOf(inputs: readonly InputSpec[], feeds: HostTensors): Rows {
  const parts = inputs.flatMap((input) => input.parts);
  const floats = new Set([
    ...parts.filter(({ dtype }) => dtype === "float32").map(({ feed }) => feed),
    ...inputs.flatMap(({ presence }) => presence ?? []),
  ]);
  const bytes = new Map(parts.filter(({ dtype }) => dtype === "uint8").map((part) => [part.feed, part]));
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, split(name, tensor)]));

  function split(name: string, tensor: HostTensor): number[][] {
    if (tensor.dtype === "string") {
      const width = bytes.get(name)!.shape.reduce((a, b) => a * b, 1);
      return chunks([...tensor.data[0]!], width);
    }
    const data = tensor.data as Int32Array;
    const numbers = floats.has(name) ? new Float32Array(data.buffer, data.byteOffset, data.length) : data;
    return chunks([...numbers], data.length / tensor.shape[0]!);
  }
}

const chunks = (all: readonly number[], width: number): number[][] =>
  Array.from({ length: all.length / width }, (_, i) => all.slice(i * width, (i + 1) * width));

const NAME = textInput("name", 3, 10, { optional: true });
const LEVEL = vectorInput("level", 2);
type Answer = { answer: CategoryDecision };
const FITTED = { name: { vocabulary: ["red", "apple"] }, level: {} };

/** Probability of the first number of the level. */
const byLevel = (row: number, feeds: Rows) => [1 - feeds.level![row]![0]!, feeds.level![row]![0]!];

describe("a predictor", () => {
  it("encodes records as their inputs ask for, and reads the decisions", async () => {
    const { model, fed } = fakeModel([NAME, LEVEL], byLevel);
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED });
    const records = [{ level: [0.75, 2], name: "red pear" }, { level: [0.25, 3] }];
    expect(await predict(records)).toEqual([
      { answer: { label: "yes", probabilities: { no: 0.25, yes: 0.75 } } },
      { answer: { label: "no", probabilities: { no: 0.75, yes: 0.25 } } },
    ]);
    expect(fed).toEqual([
      {
        name: [
          [2, 1, 0],
          [0, 0, 0],
        ],
        "name/length": [[2], [0]],
        "name/present": [[1], [0]],
        level: [
          [0.75, 2],
          [0.25, 3],
        ],
      },
    ]);
  });

  it("does to texts what was done to the table's cells", async () => {
    const { model, fed } = fakeModel([NAME, LEVEL], byLevel, {
      fields: { name: { transforms: ["lowercase"] }, level: "level" },
    });
    await createPredictor<Answer>({ model, fitted: FITTED }).predict([{ name: "RED Apple", level: [0, 0] }]);
    expect(fed[0]!.name).toEqual([[2, 3, 0]]);
  });

  it("computes so many at a time, in order", async () => {
    const { model, fed } = fakeModel([LEVEL], byLevel);
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED, batch: 4 });
    const records = Array.from({ length: 9 }, (_, i) => ({ level: [i / 16, i] }));
    const found = await predict(records);
    expect(found.map(({ answer }) => answer!.probabilities.yes)).toEqual(records.map((_, i) => i / 16));
    expect(fed.map((feeds) => feeds.level!.length)).toEqual([4, 4, 1]);
    expect(await predict([])).toEqual([]);
  });

  it("may be asked again before it has answered", async () => {
    const { model } = fakeModel([LEVEL], byLevel);
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED });
    const asked = [0, 0.25, 0.5, 1].map((level) => predict([{ level: [level, 0] }]));
    const found = (await Promise.all(asked)).map(([first]) => first!.answer!.probabilities.yes);
    expect(found).toEqual([0, 0.25, 0.5, 1]);
  });

  it("takes any label", async () => {
    const labels = ["__proto__", "constructor", "2", "1"];
    const { model } = fakeModel([LEVEL], () => [0.5, 0.25, 0.125, 0.125], { labels });
    const [found] = await createPredictor<Answer>({ model, fitted: FITTED }).predict([{ level: [0, 0] }]);
    const { label, probabilities } = found!.answer!;
    expect(label).toBe("__proto__");
    expect(new Map(Object.entries(probabilities))).toEqual(
      new Map([
        ["__proto__", 0.5],
        ["constructor", 0.25],
        ["2", 0.125],
        ["1", 0.125],
      ]),
    );
    expect(JSON.stringify(found)).toContain('"__proto__":0.5');
  });

  it("gives the first of equally likely labels", async () => {
    const { model } = fakeModel([LEVEL], () => [0.5, 0.5]);
    const [found] = await createPredictor<Answer>({ model, fitted: FITTED }).predict([{ level: [0, 0] }]);
    expect(found!.answer!.label).toBe("no");
  });
});

describe("a predictor refuses", () => {
  it("the first record that does not fit, before it computes any", async () => {
    const { model, fed } = fakeModel([NAME, LEVEL], byLevel);
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED, batch: 1 });
    const records = [{ level: [0, 0] }, { level: [0, 0], name: 3 }, { level: 0 }];
    await expectFailure(
      () => predict(records),
      "record-invalid",
      "record 2, name: must be a text, not a number",
      "Give a text.",
    );
    expect(fed).toEqual([]);
  });

  it("telling which other records do not fit", async () => {
    const { model } = fakeModel([LEVEL], byLevel);
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED });
    const fits = { level: [0, 0] };
    const not = { level: 0 };
    const told = (records: object[], help: string) =>
      expectFailure(() => predict(records), "record-invalid", "record 2, level: ", help);
    await told([fits, not, fits, not], "Record 4 does not fit either.");
    await told([fits, not, not, fits, not], "Records 3, 5 do not fit either.");
    await told([fits, ...Array(9).fill(not)], "Records 3, 4, 5, 6, 7 and 3 more do not fit either.");
  });

  it("what an encoder refuses, with the record's number in all that were given", async () => {
    const { model } = fakeModel([LEVEL], byLevel);
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED, batch: 2 });
    const records = [
      [0, 0],
      [0, 0],
      [0, 0],
      [1e39, 0],
    ].map((level) => ({ level }));
    await expectFailure(() => predict(records), "record-invalid", "record 4, level: ", "finite numbers");
  });

  it("to decide where the model's arithmetic came to no number", async () => {
    const { model } = fakeModel([LEVEL], (row) => (row === 1 ? [Number.NaN, Number.NaN] : [0, 1]));
    const { predict } = createPredictor<Answer>({ model, fitted: FITTED });
    const records = [{ level: [0, 0] }, { level: [0, 0] }];
    await expectFailure(
      () => predict(records),
      "record-invalid",
      "record 2: the model comes to no probabilities",
    );
  });
});

describe("files in records", async () => {
  const folder = temporaryFolder();
  const picture = imageInput("picture", 1, 1, 3);
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#0a141e" } })
    .png()
    .toBuffer();
  mkdirSync(join(folder, "Below"));
  writeFileSync(join(folder, "Below/Red.PNG"), png);
  writeFileSync(join(folder, "bad.png"), "no picture");

  const { model, fed } = fakeModel([picture], () => [1, 0], {
    // Changes the names in the table, which are no names in records.
    fields: { picture: { source: "file", transforms: ["lowercase"] } },
  });
  const { predict } = createPredictor<Answer>({ model, fitted: { picture: {} } });

  it("are relative to the folder that is given", async () => {
    await predict([{ picture: "Below/Red.PNG" }, { picture: { base64: png.toString("base64") } }], {
      files: { folder },
    });
    expect(fed.at(-1)).toEqual({
      picture: [
        [10, 20, 30],
        [10, 20, 30],
      ],
    });
  });

  it("are refused where no folder is given", async () => {
    await expectFailure(
      () => predict([{ picture: join(folder, "Below/Red.PNG") }]),
      "record-invalid",
      "record 1, picture: paths of files are not accepted here",
    );
  });

  it("are refused with the record's number where they cannot be read", async () => {
    const records = [{ picture: "Below/Red.PNG" }, { picture: "bad.png" }, { picture: "none.png" }];
    await expectFailure(
      () => predict(records, { files: { folder } }),
      "record-invalid",
      "record 2, picture: ",
    );
    const missing = [records[2]];
    await expectFailure(() => predict(missing, { files: { folder } }), "record-invalid", "none.png");
  });
});
