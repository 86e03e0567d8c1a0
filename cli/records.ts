import { readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { text as allOf } from "node:stream/consumers";
import type { Source } from "../diagnostics/source.ts";
import { failingIn, failure as runtimeFailure } from "../runtime/failure.ts";
import { USAGE } from "./exit-codes.ts";
import { failure } from "./failure.ts";
import { jsonFault } from "./json-fault.ts";

/** Records as they were given on the command line. */
export interface GivenRecords {
  /** At least one. */
  readonly records: readonly unknown[];
  /** The folder that files named in them are relative to. */
  readonly folder: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly readStandardInput: () => Promise<string>;
}

/** One JSON value, one a line, or whichever of the two the text is. */
type Form = "value" | "lines" | "either";

const FORMS: Readonly<Record<string, Form>> = { ".json": "value", ".jsonl": "lines", ".ndjson": "lines" };

const HELP = "Give a record as JSON, the path of a .json or .jsonl file, or - for standard input.";

/** Reads the records that an argument is, or names: JSON, the path of a file, or `-`. */
export async function readRecords(
  argument: string,
  { cwd, readStandardInput }: Surroundings = surroundings(),
): Promise<GivenRecords> {
  const { form, folder, ...source } = await textOf(argument);
  const records = await failingIn([source], () => parse(source, form));
  if (records.length === 0) throw failure(`there is no record in ${source.file}`, [HELP]);
  return { records, folder };

  async function textOf(
    argument: string,
  ): Promise<Source & { readonly form: Form; readonly folder: string }> {
    if (/^\s*[[{]/.test(argument)) return { file: "record", text: argument, form: "value", folder: cwd };
    if (argument === "-") {
      return { file: "standard input", text: await readStandardInput(), form: "either", folder: cwd };
    }
    const form = FORMS[extname(argument).toLowerCase()];
    if (form === undefined) throw failure(`${argument} is no record`, [HELP], USAGE);
    const path = resolve(cwd, argument);
    try {
      return { file: argument, text: readFileSync(path, "utf8"), form, folder: dirname(path) };
    } catch {
      throw failure(`cannot read ${argument}`, [HELP]);
    }
  }
}

function surroundings(): Surroundings {
  return { cwd: process.cwd(), readStandardInput: () => allOf(process.stdin) };
}

/** @throws RuntimeFailure `record-invalid` */
function parse({ file, text: raw }: Source, form: Form): readonly unknown[] {
  // A byte order mark, as some editors write it, is one character that changes no other offset.
  const text = raw.replace(/^\uFEFF/, " ");
  const source = { file, text };
  if (form === "lines" || (form === "either" && isLines(text))) {
    const lines = [...text.matchAll(/[^\r\n]+/g)].filter(([line]) => line.trim() !== "");
    return lines.map(({ 0: line, index }) => parseValue(source, index, index + line.length));
  }
  const value = parseValue(source, 0, text.length);
  return Array.isArray(value) ? value : [value];
}

/** Whether a text is one JSON value a line: its first is whole, and more follow. */
function isLines(text: string): boolean {
  const [, first = "", rest = ""] = /^\s*([^\r\n]*)([\s\S]*)$/.exec(text) ?? [];
  return rest.trim() !== "" && jsonFault(first) === undefined;
}

function parseValue({ file, text }: Source, from: number, to: number): unknown {
  const part = text.slice(from, to);
  try {
    return JSON.parse(part);
  } catch (cause) {
    const fault = jsonFault(part);
    if (fault === undefined) throw cause;
    const start = from + fault.offset;
    const help = "Names and texts stand in double quotes, and no comma follows the last of a list.";
    const span = { file, start, end: start + 1 };
    throw runtimeFailure(
      "record-invalid",
      { message: `this is not JSON: ${fault.message}`, help },
      { span, cause },
    );
  }
}
