import type { Compilation } from "../../compiler/compile.ts";
import type { Format } from "../../diagnostics/render/formats.ts";
import { costTable } from "../cost-table.ts";
import { FAILED } from "../exit-codes.ts";
import { showFindings } from "../findings.ts";
import { writeOutput } from "../output.ts";
import { compilePath } from "../source-files.ts";

interface CheckOptions {
  readonly format: Format;
  readonly out?: string;
}

/** `fusewire check model.fuse`: findings, and for sound models what they cost. */
export async function check(files: readonly string[], { format, out }: CheckOptions): Promise<number> {
  const compilations = files.map(compilePath);
  const { text, sound } = showFindings(
    compilations.flatMap(({ findings }) => findings),
    compilations.flatMap(({ sources }) => sources),
    { format, toTerminal: out === undefined },
  );
  const costs = format === "text" && sound ? compilations.map(costsOf).join("\n") : "";
  writeOutput([text, costs].filter(Boolean).join("\n"), out);
  return sound ? 0 : FAILED;
}

function costsOf(compilation: Compilation): string {
  return compilation.models.map(({ model, cost }) => costTable(compilation, model, cost)).join("\n");
}
