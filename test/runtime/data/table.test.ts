import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { expectFailure } from "../failures.ts";
import { SPAN } from "../samples.ts";
import { temporaryFolder } from "../temporary.ts";
import { readTable } from "./kit/read-table.ts";

const folder = temporaryFolder();

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const want = (...names: string[]) => names.map((name) => ({ name, span: SPAN }));
const read = async (path: string, ...names: string[]) => {
  const table = await readTable(path, SPAN, want(...names));
  return names.map((name) => table.columns.get(name));
};

describe("a table", () => {
  it("is read from CSV as it was written", async () => {
    const path = write("a.csv", '\ufeffname,v\r\n"x, ""y""\nz",01.50\r\n#1,\r\n');
    expect(await read(path, "v", "name")).toEqual([
      ["01.50", null],
      ['x, "y"\nz', "#1"],
    ]);
  });

  it("is read from TSV", async () => {
    expect(await read(write("a.tsv", "a\tb\nx, y\t2\n"), "a", "b")).toEqual([["x, y"], ["2"]]);
  });

  it("is read from JSON lines, lists as JSON", async () => {
    const path = write("a.jsonl", '{"v":[0.1,2],"day":"2020-1-1"}\n{"v":[[1],[2.5]],"n":7}\n');
    expect(await read(path, "v", "day", "n")).toEqual([
      ["[0.1,2]", "[[1],[2.5]]"],
      ["2020-1-1", null],
      [null, "7"],
    ]);
  });

  it("is read from Parquet", async () => {
    const path = join(folder, "a.parquet");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    await connection.run(
      `COPY (SELECT [0.1::FLOAT, 1e-8::FLOAT] AS "the v", 'é' AS s) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    const [v, s] = await read(path, "the v", "s");
    expect(JSON.parse(v?.[0] ?? "").map(Math.fround)).toEqual([0.1, 1e-8].map(Math.fround));
    expect(s).toEqual(["é"]);
  });

  it("keeps the order of its rows", async () => {
    const ids = Array.from({ length: 30_000 }, (_, id) => String(id));
    expect(await read(write("long.csv", `id\n${ids.join("\n")}\n`), "id")).toEqual([ids]);
  });

  it("joins the files of a glob, and names rows by their file", async () => {
    mkdirSync(join(folder, "parts"));
    write("parts/1.csv", "a\nx\ny\n");
    write("parts/2.csv", "a\nz\n");
    const table = await readTable(join(folder, "parts", "*.csv"), SPAN, want("a"));
    expect(table.columns.get("a")).toEqual(["x", "y", "z"]);
    expect([0, 1, 2].map(table.nameOf)).toEqual(["row 1 of 1.csv", "row 2 of 1.csv", "row 1 of 2.csv"]);
    expect(table.folderOf(2, "a")).toBe(join(folder, "parts"));
  });

  it.each([
    ["of another ending", "a.xlsx", "data-format", "a.xlsx is no table", ".csv, .tsv, .jsonl"],
    ["that is not there", "none/b.csv", "data-missing", "there is no", "There is no folder"],
    ["whose name is misspelt", "emojis.csv", "data-missing", "there is no", "Did you mean emoji.csv?"],
    ["without a column", "emoji.csv", "column-missing", "emoji.csv has no column nmae", "Did you mean name?"],
    ["with a short line", "short.csv", "data-unreadable", "Line: 3", "as many in every line"],
    [
      "whose quotes do not close",
      "quote.csv",
      "data-unreadable",
      "quote.csv cannot be read",
      "separated by commas",
    ],
    ["with broken JSON", "broken.jsonl", "data-unreadable", "Malformed JSON", "one JSON object per line"],
    ["that is no Parquet", "no.parquet", "data-unreadable", "no.parquet cannot be read", "Parquet"],
  ] as const)("%s is refused with advice", async (_, name, reason, message, help) => {
    write("emoji.csv", "name,split\na,train\n");
    write("short.csv", "nmae,b\n1,2\n1\n");
    write("quote.csv", 'nmae,b\n1,"2\n');
    write("broken.jsonl", '{"nmae":1}\n{"nmae":\n');
    write("no.parquet", "nothing of that kind");
    await expectFailure(() => readTable(join(folder, name), SPAN, want("nmae")), reason, message, help);
  });
});
