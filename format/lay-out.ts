/** The one layout that every source has. */
import { printer } from "prettier/doc";
import { parseLines } from "../grammar/parse.ts";
import { fileDoc, INDENT, WIDTH } from "./docs.ts";
import { readBlock } from "./read.ts";
import { isSameReading } from "./same.ts";

/**
 * Lays a source out. What cannot be read stays as it is written, with the smallest statement or item that holds it;
 * where laying out the rest would change how it is read, with the whole item or file. Line breaks become `\n`.
 */
export function layOut(source: string): string {
  const text = source.replace(/\r\n?/g, "\n");
  const parsed = parseLines({ file: "", text });
  if (parsed.diagnostics.some(({ name }) => UNREAD.has(name))) return text;
  const fine = written(text, parsed, false);
  if (parsed.diagnostics.length === 0 || isSameReading(parsed, fine)) return fine;
  const coarse = written(text, parsed, true);
  return isSameReading(parsed, coarse) ? coarse : text;
}

/** Findings behind which there may be more. */
const UNREAD: ReadonlySet<string> = new Set(["source_too_large", "too_many_errors"]);

function written(text: string, parsed: ReturnType<typeof parseLines>, coarse: boolean): string {
  const options = { printWidth: WIDTH, tabWidth: INDENT, useTabs: false };
  return printer.printDocToString(fileDoc(readBlock(text, parsed, coarse)), options).formatted;
}
