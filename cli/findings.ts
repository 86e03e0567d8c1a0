import { collect } from "../diagnostics/collect.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { FORMATS, type Format } from "../diagnostics/render/formats.ts";
import type { Source } from "../diagnostics/source.ts";
import { VERSION } from "../runtime/version.ts";
import { outputPaint, screenWidth } from "./terminal.ts";

/** Findings as they are shown or written, and whether they leave the sources sound. */
export interface ShownFindings {
  /** Empty where there is nothing to say. */
  readonly text: string;
  readonly sound: boolean;
}

/** @param toTerminal whether the text may have colours and fits a screen */
export function showFindings(
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  { format = "text", toTerminal = true }: { readonly format?: Format; readonly toTerminal?: boolean } = {},
): ShownFindings {
  const { shown, counts } = collect(findings);
  const text =
    shown.length === 0 && format === "text"
      ? ""
      : FORMATS[format](shown, sources, {
          counts,
          version: VERSION,
          colour: toTerminal && outputPaint(),
          width: toTerminal ? screenWidth() : undefined,
        });
  return { text, sound: counts.error === 0 };
}
