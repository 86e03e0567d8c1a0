import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompressionType, compressionRegistry, tableFromArrays, tableToIPC } from "apache-arrow";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DataPlan, SplitPlan } from "../../../compiler/plan/data-plan.ts";
import { loadDataset } from "../../../runtime/data/dataset.ts";
import { splitRows } from "../../../runtime/data/splits.ts";
import { openSource } from "../../../runtime/data/tables/read.ts";
import type { Table } from "../../../runtime/data/tables/table.ts";
import { expectFailure } from "../failures.ts";
import {
  categoryOutput,
  dataPlan,
  imageInput,
  SPAN,
  tabularInput,
  textInput,
  vectorInput,
} from "../samples.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);

async function read(plan: Partial<DataPlan>, ...names: string[]) {
  const source = await openSource({ ...dataPlan("people.csv", {}), ...plan }, folder);
  const table = await source.read(names.map((name) => ({ name, span: SPAN })));
  return { table, columns: names.map((name) => table.columns.get(name)) };
}

describe("tables", () => {
  write("people.csv", "id,name\n1,Ann\n2,Bo\n9,Cy\n");
  write("ages.jsonl", '{"id":2,"age":30}\n{"id":1,"age":4}\n{"id":5,"age":6}\n');

  it("are joined by a key, and rows without a partner are told", async () => {
    const joins = [{ path: "ages.jsonl", by: "id", span: SPAN }];
    const { table, columns } = await read({ joins }, "age", "name");
    expect(columns).toEqual([
      ["4", "30", null],
      ["Ann", "Bo", "Cy"],
    ]);
    expect(table.notes).toEqual([
      "1 row of people.csv has no partner in ages.jsonl by id: what it would say is empty",
      "1 row of ages.jsonl is named by no row of people.csv",
    ]);
  });

  it("that name a key twice are not joined", async () => {
    write("twice.csv", "id,age\n1,2\n1,3\n");
    const joins = [{ path: "twice.csv", by: "id", span: SPAN }];
    const message = 'row 2 of twice.csv: id is "1", which row 1 of twice.csv has already';
    await expectFailure(() => read({ joins }, "age"), "join-ambiguous", message, "a query");
  });

  it("are asked by a query, which reads nothing but the files that it names", async () => {
    const ask = (sql: string) => {
      const tables = { people: "people.csv", ages: "ages.jsonl" };
      return read({ from: { kind: "query", sql, tables } }, "n");
    };
    const { columns } = await ask("SELECT sum(age) + count(*) AS n FROM people JOIN ages USING (id);");
    expect(columns).toEqual([["36"]]);
    for (const sql of [
      `SELECT count(*) AS n FROM read_csv('${join(folder, "twice.csv")}')`,
      "SELECT content AS n FROM read_text('/etc/hostname')",
      "SELECT 1 AS n) TO '/tmp/x.csv'; COPY (SELECT 1",
      "COPY people TO 'x.csv'",
      "SELECT nothing AS n FROM people",
    ]) {
      await expectFailure(() => ask(sql), "query-invalid", "the query cannot be answered", "SELECT");
    }
  });

  it("of Arrow are read, plain and compressed", async () => {
    const lists = tableFromArrays({ v: new Float64Array([0.5, 2]), s: ["a", null] });
    write("plain.arrow", tableToIPC(lists, "file"));
    write("stream.feather", tableToIPC(lists, "stream"));
    for (const path of ["plain.arrow", "stream.feather"]) {
      const { columns } = await read({ from: { kind: "files", path } }, "s", "v");
      expect(columns).toEqual([
        ["a", null],
        ["0.5", "2"],
      ]);
    }
    expect(compressionRegistry.get(CompressionType.LZ4_FRAME)?.decode).toBeDefined();
    write("broken.arrow", new Uint8Array([1, 2, 3]));
    const broken = { from: { kind: "files", path: "broken.arrow" } } as const;
    await expectFailure(() => read(broken, "v"), "data-unreadable", "broken.arrow", "Arrow");
  });

  it("are made of the files that a glob matches", async () => {
    mkdirSync(join(folder, "signs", "7"), { recursive: true });
    mkdirSync(join(folder, "signs", "3"), { recursive: true });
    write("signs/7/b.png", "");
    write("signs/3/a.png", "");
    const { table, columns } = await read(
      { from: { kind: "files", path: "signs/*/*.png" } },
      "file",
      "name",
      "folder",
    );
    expect(columns).toEqual([
      ["3/a.png", "7/b.png"],
      ["a", "b"],
      ["3", "7"],
    ]);
    expect(table.folderOf(0, "file")).toBe(join(folder, "signs"));
  });
});

const tableOf = (columns: Readonly<Record<string, readonly (string | null)[]>>): Table => ({
  rows: Object.values(columns)[0]!.length,
  columns: new Map(Object.entries(columns)),
  folderOf: () => "/",
  nameOf: (row) => `row ${row + 1}`,
  notes: [],
});

describe("splits", () => {
  const random = (more: object = {}): SplitPlan => ({
    kind: "random",
    span: SPAN,
    validation: 0.2,
    test: 0.2,
    stratify: undefined,
    group: undefined,
    seed: 0,
    ...more,
  });
  const split = (plan: SplitPlan, table: Table) => splitRows({ name: "Data", split: plan }, table);

  it("at random have their shares, each row once, the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 300 }), fc.integer({ min: 0, max: 9 }), (rows, seed) => {
        const table = tableOf({ a: new Array(rows).fill("x") });
        const parts = split(random({ seed }), table);
        const all = [...parts.train, ...parts.validation, ...parts.test];
        expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row));
        expect(Math.abs(parts.test.length - 0.2 * rows)).toBeLessThanOrEqual(1);
        expect(Math.abs(parts.validation.length - 0.2 * rows)).toBeLessThanOrEqual(1);
        expect(split(random({ seed }), table)).toEqual(parts);
      }),
      { numRuns: 30 },
    );
    const table = tableOf({ a: new Array(100).fill("x") });
    expect(split(random(), table)).not.toEqual(split(random({ seed: 1 }), table));
  });

  it("by strata have each value in the same proportion", () => {
    const cells = Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? "rare" : "usual"));
    const parts = split(random({ stratify: "mood" }), tableOf({ mood: cells }));
    const rare = (rows: readonly number[]) => rows.filter((row) => cells[row] === "rare").length;
    expect([rare(parts.train), rare(parts.validation), rare(parts.test)]).toEqual([12, 4, 4]);
  });

  it("by groups never divide one", () => {
    const cells = Array.from({ length: 230 }, (_, i) => `person ${i % 23}`);
    const parts = split(random({ group: "who" }), tableOf({ who: cells }));
    const people = [parts.train, parts.validation, parts.test].map(
      (rows) => new Set(rows.map((row) => cells[row])),
    );
    expect(people.reduce((sum, { size }) => sum + size, 0)).toBe(23);
    expect(people.every(({ size }) => size >= 4)).toBe(true);
  });

  it("by time test on the latest, and do not divide a moment", () => {
    const days = ["2024-03-01", "2024-01-01", "2024-02-01", "2024-05-01", "2024-05-01"];
    const plan: SplitPlan = { kind: "chronological", by: "day", validation: 0.2, test: 0.3, span: SPAN };
    expect(split(plan, tableOf({ day: days }))).toEqual({ train: [0, 1, 2], validation: [], test: [3, 4] });
    return expectFailure(
      () => split(plan, tableOf({ day: ["2024-13-01"] })),
      "cell-invalid",
      'row 1: day is "2024-13-01", which is no number and no date',
    );
  });

  it("in folds test on every row once", () => {
    const table = tableOf({ a: Array.from({ length: 53 }, (_, i) => String(i % 3)) });
    const folds = Array.from({ length: 5 }, (_, fold) =>
      split({ kind: "folds", count: 5, fold, seed: 3, span: SPAN, stratify: "a", group: undefined }, table),
    );
    const tested = folds.flatMap(({ test }) => test).sort((a, b) => a - b);
    expect(tested).toEqual(Array.from({ length: 53 }, (_, row) => row));
    expect(folds[0]!.validation).toEqual(folds[1]!.test);
    expect(folds.every(({ test }) => test.length === 10 || test.length === 11)).toBe(true);
  });

  it("of an empty table are refused", () =>
    expectFailure(() => split(random(), tableOf({ a: [] })), "split-empty", "Data has no rows at all"));
});

describe("what is fitted", () => {
  const output = categoryOutput("group", ["food", "animals"]);
  const load = (
    plan: DataPlan,
    inputs: Parameters<typeof loadDataset>[0]["interface"]["inputs"],
    fitted?: object,
  ) =>
    loadDataset({
      plan,
      interface: { inputs, outputs: [output] },
      folder,
      ...(fitted && { fitted: fitted as never }),
    });
  const numbersOf = (
    feeds: readonly { readonly name: string; readonly data: ArrayLike<number> }[],
    name: string,
  ) => Array.from(feeds.find((feed) => feed.name === name)!.data, (value) => Number(value.toFixed(5)));

  it("is fitted on the training rows alone, and kept", async () => {
    write("table.csv", "a,b,c,group,split\n1,,x,food,train\n3,6,y,food,train\n100,8,z,food,test\n");
    const columns = { kind: "columns", columns: ["a", "b", "c"] } as const;
    const plan = dataPlan("table.csv", {
      t: { source: columns, transforms: [{ kind: "fill", with: "mean" }, "standardise"] },
      group: "group",
    });
    const input = tabularInput("t", 2, [2]);
    const { splits, fitted } = await load(plan, [input]);
    expect(fitted.t).toEqual({
      values: [["x", "y"]],
      fill: [2, 6],
      scaling: { "t/numbers": { mean: [2, 6], deviation: [1, 1] } },
    });
    expect(numbersOf(splits.train.feeds, "t/numbers")).toEqual([-1, 0, 1, 0]);
    expect(numbersOf(splits.test.feeds, "t/numbers")).toEqual([98, 2]);
    expect(numbersOf(splits.test.feeds, "t/categories")).toEqual([0]);
    const again = await load(plan, [input], {
      t: { values: [["z"]], fill: [0, 0], scaling: { "t/numbers": { mean: [0, 0], deviation: [2, 2] } } },
    });
    expect(numbersOf(again.splits.train.feeds, "t/numbers")).toEqual([0.5, 0, 1.5, 3]);
  });

  it("knows dates by their declared parts", async () => {
    write("days.csv", "day,group,split\n2000-01-03,food,train\n");
    const plan = dataPlan("days.csv", {
      day: { transforms: [{ kind: "date", parts: ["year", "weekday", "days"] }] },
      group: "group",
    });
    const { splits } = await load(plan, [vectorInput("day", 4)]);
    expect(numbersOf(splits.train.feeds, "day")).toEqual([Number((2 / 366).toFixed(5)), 0, 1, 10_959]);
  });

  it("leaves out what cannot be read where that is declared, and tells it", async () => {
    rmSync(join(folder, "gone.png"), { force: true });
    write("cut.png", Buffer.from("89504e470d0a1a0a", "hex"));
    write("pictures.csv", "v,name,group,split\ngone.png,a,food,train\ncut.png,b,food,train\n,c,food,train\n");
    const plan = dataPlan("pictures.csv", { v: { source: "file" }, name: "name", group: "group" });
    const optional = { ...imageInput("v", 1, 1, 3), optional: true, presence: "v/present" };
    const inputs = [optional, textInput("name", 1, 9)];
    await expectFailure(() => load(plan, inputs), "file-missing", "row 1 of pictures.csv, v: ");
    const { splits, notes, unreadable } = await load({ ...plan, unreadable: "skip" }, inputs);
    expect(splits.train.rows).toBe(1);
    expect(unreadable.map(({ row, failure }) => [row, failure.reason])).toEqual([
      [0, "file-missing"],
      [1, "image-unreadable"],
    ]);
    expect(notes[0]).toBe("2 records cannot be read and are left out");
    expect(notes[2]).toContain("row 2 of pictures.csv, v (cut.png): ");
  });

  it("does not go on with lines that lack cells unless that is declared", async () => {
    write("short.csv", "a,group,split\n1,food,train\n2,food\n3,food,train\n");
    const plan = dataPlan("short.csv", { a: "a", group: "group" });
    await expectFailure(() => load(plan, [vectorInput("a", 1)]), "data-unreadable", "Line: 3");
    const { splits, notes } = await load({ ...plan, unreadable: "skip" }, [vectorInput("a", 1)]);
    expect(splits.train.rows).toBe(2);
    expect(notes[0]).toContain("line 3 of short.csv cannot be read and is left out");
  });

  it.each([
    ["nan", "holds NaN"],
    ["inf", "holds NaN"],
    ["1e999", "holds Infinity"],
    ["half", "holds NaN"],
  ])("refuses %s among numbers, wherever it begins", async (cell, message) => {
    write("numbers.csv", `a,group,split\n${"1,food,train\n".repeat(500)}${cell},food,train\n`);
    const plan = dataPlan("numbers.csv", { a: "a", group: "group" });
    await expectFailure(
      () => load(plan, [vectorInput("a", 1)]),
      "cell-invalid",
      `row 501 of numbers.csv, a: "${cell}" ${message}`,
    );
  });
});
