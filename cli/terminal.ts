import pc from "picocolors";
import { type Paint, painter } from "../diagnostics/render/paint.ts";

/** Colours for standard output, where that is a terminal. */
export function outputPaint(): Paint | false {
  return process.stdout.isTTY && pc.isColorSupported ? painter(pc.createColors(true)) : false;
}

/** Colours for messages on standard error. */
export const colours = pc.createColors(Boolean(process.stderr.isTTY) && pc.isColorSupported);

/** Tells what went wrong, on standard error. */
export function printError(message: string, help: readonly string[] = []): void {
  console.error(`${colours.bold(colours.red("error"))}: ${message}`);
  for (const line of help) console.error(`  ${colours.cyan("help")}: ${line}`);
}

/** The number of columns of the reader's screen; undefined where there is none. */
export function screenWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** A table in plain text: columns padded, numbers to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, c) => (right.includes(c) ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
