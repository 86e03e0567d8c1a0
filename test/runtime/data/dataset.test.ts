import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { DataPlan } from "../../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../../compiler/plan/interface.ts";
import { loadDataset } from "../../../runtime/data/dataset.ts";
import { expectFailure } from "../failures.ts";
import { categoryOutput, dataPlan, imageInput, textInput, vectorInput } from "../samples.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();
const output = categoryOutput("group", ["food", "animals"]);

function load(
  csv: string,
  inputs: readonly InputSpec[],
  fields: Parameters<typeof dataPlan>[1],
  from = "data.csv",
) {
  writeFileSync(join(folder, from), csv);
  return loadDataset({
    plan: dataPlan(from, { ...fields, group: "group" }),
    interface: { inputs, outputs: [output] },
    folder,
  });
}

const header = "name,group,split";
const words = [textInput("name", 2, 4)];
const feed = (split: Awaited<ReturnType<typeof load>>["splits"]["train"], name: string) => [
  ...(split.feeds.find((candidate) => candidate.name === name)?.data ?? []),
];

describe("a dataset", () => {
  it("is encoded split by split, learning from the training rows alone", async () => {
    const { splits, fitted } = await load(
      `${header}\nowl owl,animals,test\nRed apple,food,train\nowl,animals,validation\nred,food,train\n`,
      words,
      { name: { transforms: ["lowercase"] } },
    );
    expect(fitted).toEqual({ name: { vocabulary: ["red", "apple"] } });
    expect([splits.train.rows, splits.validation.rows, splits.test.rows]).toEqual([2, 1, 1]);
    expect(feed(splits.train, "name")).toEqual([2, 3, 2, 0]);
    expect(feed(splits.train, "name/length")).toEqual([2, 1]);
    expect(feed(splits.train, "group")).toEqual([0, 0]);
    expect(feed(splits.validation, "name")).toEqual([1, 0]);
    expect(feed(splits.test, "name")).toEqual([1, 1]);
    expect(feed(splits.test, "group")).toEqual([1]);
  });

  it("is encoded as when the model was trained where that is known", async () => {
    const csv = `${header}\nowl,animals,train\n`;
    writeFileSync(join(folder, "data.csv"), csv);
    const plan = dataPlan("data.csv", { name: "name", group: "group" });
    const known = { name: { vocabulary: ["cat", "owl"] } };
    const { splits, fitted } = await loadDataset({
      plan,
      interface: { inputs: words, outputs: [output] },
      folder,
      fitted: known,
    });
    expect(feed(splits.train, "name")).toEqual([3, 0]);
    expect(fitted).toEqual(known);
  });

  it("has a hash per split that changes with its numbers and labels alone", async () => {
    const fields = { name: "name" };
    const hashes = async (csv: string) => {
      const { splits } = await load(csv, words, fields);
      return [splits.train.hash, splits.validation.hash, splits.test.hash];
    };
    const one = await hashes(`${header}\nowl,animals,train\nred,food,test\n`);
    const moved = await hashes(`name,split,group\nred,test,food\nowl,train,animals\n`);
    const relabelled = await hashes(`${header}\nowl,food,train\nred,food,test\n`);
    expect(moved).toEqual(one);
    expect(relabelled[0]).not.toBe(one[0]);
    expect(relabelled.slice(1)).toEqual(one.slice(1));
  });

  it("finds the table and its files relative to the source and the table", async () => {
    mkdirSync(join(folder, "models"), { recursive: true });
    mkdirSync(join(folder, "tables", "pictures"), { recursive: true });
    const png = await sharp({ create: { width: 2, height: 1, channels: 3, background: "#010203" } })
      .png()
      .toBuffer();
    writeFileSync(join(folder, "tables", "pictures", "a.png"), png);
    writeFileSync(join(folder, "tables", "t.csv"), "picture,group,split\npictures/a.png,food,train\n");
    const plain = dataPlan("../tables/t.csv", { picture: { source: "file" }, group: "group" });
    const plan: DataPlan = { ...plain, fromSpan: { file: "models/main.fuse", start: 0, end: 1 } };
    const inputs = [imageInput("picture", 1, 2, 3)];
    const { splits } = await loadDataset({ plan, interface: { inputs, outputs: [output] }, folder });
    expect(feed(splits.train, "picture")).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it("marks what is absent of an optional input", async () => {
    const { splits } = await load("a,b,group,split\n1,2,food,train\n,3,food,train\n", [
      vectorInput("a", 1, { optional: true }),
      vectorInput("b", 1, { optional: true }),
    ], { a: "a", b: "b" }); // biome-ignore format: the table reads better above the inputs
    expect(feed(splits.train, "a")).toEqual([1, 0]);
    expect(feed(splits.train, "a/present")).toEqual([1, 0]);
    expect(feed(splits.train, "b/present")).toEqual([1, 1]);
  });

  const vector = [vectorInput("v", 2)];
  const optional = [vectorInput("v", 2, { optional: true })];
  const picture = [imageInput("v", 1, 1, 3)];
  const fromFile = { v: { source: "file" } } as const;
  it.each([
    [
      "an unknown label",
      vector,
      {},
      "1 2,fodo,train",
      "label-unknown",
      'row 2 of data.csv, group: "fodo" is no label of Group',
      'Did you mean "food"?',
    ],
    [
      "no label",
      vector,
      {},
      "1 2,,train",
      "label-unknown",
      "row 2 of data.csv, group: the cell is empty",
      "food or animals",
    ],
    [
      "an unknown split",
      vector,
      {},
      "1 2,food,dev",
      "split-unknown",
      'row 2 of data.csv: split is "dev"',
      "train, validation or test",
    ],
    [
      "an empty cell",
      vector,
      {},
      ",food,train",
      "cell-invalid",
      "row 2 of data.csv, v: it is empty",
      "optional",
    ],
    [
      "a cell of the wrong size",
      vector,
      {},
      "1,food,train",
      "cell-invalid",
      'row 2 of data.csv, v: "1" has 1 numbers',
      "2 finite numbers",
    ],
    [
      "nothing at all",
      optional,
      {},
      ",food,train",
      "cell-missing",
      "row 2 of data.csv: every input is empty",
      "Leave the record out",
    ],
    [
      "a missing picture",
      picture,
      fromFile,
      "no.png,food,train",
      "file-missing",
      "no.png cannot be read",
      "relative to the table",
    ],
    [
      "a broken picture",
      picture,
      fromFile,
      "data.csv,food,train",
      "image-unreadable",
      "row 1 of data.csv, v (data.csv): ",
      "PNG",
    ],
    [
      "a picture in a column",
      picture,
      {},
      "x,food,train",
      "cell-invalid",
      "row 1 of data.csv, v: it is no picture",
      "PNG",
    ],
  ] as const)(
    "with %s is refused by row and cause",
    async (_, inputs, fields, row, reason, message, help) => {
      const first =
        reason === "image-unreadable"
          ? "data.csv,food,train"
          : inputs === picture
            ? "p.png,food,train"
            : "1 2,food,train";
      const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#010203" } })
        .png()
        .toBuffer();
      writeFileSync(join(folder, "p.png"), png);
      const csv = `v,group,split\n${first}\n${row}\n`;
      await expectFailure(() => load(csv, inputs, { v: "v", ...fields }), reason, message, help);
    },
  );

  it("without training rows is refused", async () => {
    const csv = `${header}\nowl,animals,test\n`;
    await expectFailure(
      () => load(csv, words, { name: "name" }),
      "split-empty",
      "Data has no training rows",
      "split",
    );
  });
});
