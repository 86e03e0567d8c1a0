import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { USAGE } from "../../cli/exit-codes.ts";
import { toldOf } from "../../cli/failure.ts";
import { readRecords } from "../../cli/records.ts";
import { renderProblem } from "../../diagnostics/render/text.ts";
import { temporaryFolder } from "../runtime/temporary.ts";

const cwd = temporaryFolder();
mkdirSync(join(cwd, "below"));

const read = (argument: string, input = "") =>
  readRecords(argument, { cwd, readStandardInput: async () => input });

function file(name: string, text: string): string {
  writeFileSync(join(cwd, name), text);
  return name;
}

/** What the command line would show, and its exit code. */
async function refusal(work: Promise<unknown>): Promise<{ shown: string; exitCode: number }> {
  try {
    await work;
  } catch (error) {
    const told = toldOf(error);
    return { shown: renderProblem(told, told.sources), exitCode: told.exitCode };
  }
  throw new Error("nothing was refused");
}

describe("records", () => {
  it("are given as JSON, one or a list, and name files below the present folder", async () => {
    expect(await read('{"a": 1}')).toEqual({ records: [{ a: 1 }], folder: cwd });
    expect(await read(' [{"a": 1}, 2]')).toEqual({ records: [{ a: 1 }, 2], folder: cwd });
  });

  it("are read from files, and name files beside those", async () => {
    const folder = join(cwd, "below");
    const one = file("below/one.json", '\uFEFF{\n  "a": 1\n}\n');
    expect(await read(one)).toEqual({ records: [{ a: 1 }], folder });
    const many = file("below/many.jsonl", '{"a": 1}\r\n\r\n[{"a": 2}]\n');
    expect(await read(many)).toEqual({ records: [{ a: 1 }, [{ a: 2 }]], folder });
    expect(await read(join(cwd, many))).toMatchObject({ folder });
    expect(await read(file("MANY.NDJSON", '{"a": 1}\n'))).toMatchObject({ records: [{ a: 1 }], folder: cwd });
  });

  it.each([
    ['{"a": 1}', [{ a: 1 }]],
    ['{\n"a":\n1}\n', [{ a: 1 }]],
    ['\n[{"a": 1}, {"a": 2}]\n', [{ a: 1 }, { a: 2 }]],
    ['[\n{"a": 1}\n]', [{ a: 1 }]],
    ['{"a": 1}\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
    ['{"a": 1}\r\n{"a": 2}', [{ a: 1 }, { a: 2 }]],
  ])("come from standard input as JSON or as JSON Lines: %j", async (input, records) => {
    expect(await read("-", input)).toEqual({ records, folder: cwd });
  });
});

describe("what is no record", () => {
  it.each([
    ['{"name": red}', "record:1:10", "this is not JSON: expected a value"],
    [file("list.json", '[\n  {"a": 1},\n]\n'), "list.json:3:1", "expected a value"],
    [file("lines.jsonl", '{"a": 1}\n\n{"a" 2}\n{"b"}\n'), "lines.jsonl:3:6", "expected a colon"],
    [file("empty.json", ""), "empty.json:1:1", "expected a value"],
    ["-", "standard input:2:10", "does not end"],
  ])("is shown by line and column: %s", async (argument, place, message) => {
    const { shown, exitCode } = await refusal(read(argument, '{"a": 1}\n   {"a": "x\n'));
    expect(shown).toContain(`--> ${place}\n`);
    expect(shown).toContain(message);
    expect(exitCode).toBe(1);
  });

  it("has its line with a caret", async () => {
    const { shown } = await refusal(read('{"a": 1, b: 2}'));
    expect(shown).toContain('1 | {"a": 1, b: 2}\n  |          ^');
  });

  it("may be a file that is not there, is empty, or is of another kind", async () => {
    expect(await refusal(read("none.json"))).toMatchObject({
      shown: expect.stringContaining("cannot read none.json"),
      exitCode: 1,
    });
    expect((await refusal(read(file("none.jsonl", "\n\n")))).shown).toContain("no record in none.jsonl");
    expect((await refusal(read("[]"))).shown).toContain("no record in record");
    expect(await refusal(read("apple.png"))).toMatchObject({
      shown: expect.stringContaining("apple.png is no record"),
      exitCode: USAGE,
    });
  });
});
