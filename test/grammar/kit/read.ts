import { expect } from "vitest";
import type { SourceFile } from "../../../grammar/ast.ts";
import { parse } from "../../../grammar/parse.ts";
import { misplaced } from "./nodes.ts";
import { showFile } from "./show.ts";

/** The tree of a source in which nothing is wrong, neither its findings nor its spans. */
export function treeOf(text: string): SourceFile {
  const { file, diagnostics } = parse({ file: "test.fuse", text });
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  expect(misplaced(file, text)).toEqual([]);
  return file;
}

/** What a source means, compactly. */
export function read(text: string): string {
  return showFile(treeOf(text));
}

/** What the statements of a body mean. */
export function readBody(...lines: readonly string[]): string {
  return withoutHeader(read(`model A {\n${lines.join("\n")}\n}\n`));
}

/** What a value means. */
export function readValue(text: string): string {
  return readBody(`x = ${text}`).replace(/^x = /, "");
}

/** What a type means. */
export function readType(text: string): string {
  return readBody(`input x: ${text}`).replace(/^input x: /, "");
}

function withoutHeader(shown: string): string {
  return shown
    .split("\n")
    .slice(1)
    .map((line) => line.replace(/^ {2}/, ""))
    .join("\n");
}
