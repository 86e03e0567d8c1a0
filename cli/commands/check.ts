import { collect } from "../../diagnostics/collect.ts";
import { FORMATS, type Format } from "../../diagnostics/render/formats.ts";
import type { Compilation } from "../../compiler/compile.ts";
import packageJson from "../../package.json" with { type: "json" };
import { costTable } from "../cost-table.ts";
import { FAILED } from "../exit-codes.ts";
import { writeOutput } from "../output.ts";
import { compilePath } from "../source-files.ts";
import { outputPaint, screenWidth } from "../terminal.ts";

interface CheckOptions {
  readonly format: Format;
  readonly out?: string;
}

/** `fusewire check model.fuse`: findings, and for sound models what they cost. */
export async function check(files: readonly string[], { format, out }: CheckOptions): Promise<number> {
  const compilations = files.map(compilePath);
  const { shown, counts } = collect(compilations.flatMap((compilation) => compilation.findings));
  const sources = compilations.flatMap((compilation) => compilation.sources);
  const toTerminal = out === undefined;
  const findings = FORMATS[format](shown, sources, {
    counts,
    version: packageJson.version,
    colour: toTerminal && outputPaint(),
    width: toTerminal ? screenWidth() : undefined,
  });
  const sound = counts.error === 0;
  const costs = format === "text" && sound ? compilations.map(costsOf).join("\n") : "";
  writeOutput([shown.length > 0 || format !== "text" ? findings : "", costs].filter(Boolean).join("\n"), out);
  return sound ? 0 : FAILED;
}

function costsOf(compilation: Compilation): string {
  return compilation.models.map(({ model, cost }) => costTable(compilation, model, cost)).join("\n");
}
