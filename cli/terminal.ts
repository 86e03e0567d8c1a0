import pc from "picocolors";
import { show } from "../diagnostics/render/columns.ts";
import { type Paint, painter } from "../diagnostics/render/paint.ts";
import { type Problem, renderProblem } from "../diagnostics/render/text.ts";
import type { Source } from "../diagnostics/source.ts";

/** Colours for standard output, where that is a terminal. */
export function outputPaint(): Paint | false {
  return process.stdout.isTTY && pc.isColorSupported ? painter(pc.createColors(true)) : false;
}

/** Colours for messages on standard error. */
export const colours = pc.createColors(Boolean(process.stderr.isTTY) && pc.isColorSupported);

/** Tells what went wrong, on standard error. */
export function printProblem(problem: Problem, sources: readonly Source[]): void {
  const colour = colours.isColorSupported && painter(colours);
  console.error(renderProblem(problem, sources, { colour, width: process.stderr.columns }));
}

/** The number of columns of the reader's screen; undefined where there is none. */
export function screenWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** A table in plain text: columns padded by what they take on a terminal, numbers to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => widthOf(row[c] ?? "")))) ?? [];
  const padded = (cell: string, c: number): string => {
    const space = " ".repeat(widths[c]! - widthOf(cell));
    return right.includes(c) ? space + cell : cell + space;
  };
  return rows.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}

const widthOf = (text: string): number => show(text).columns.at(-1)!;
