import { join } from "node:path";
import { type ComparisonProgress, compare as compareModels } from "../../runtime/compare/compare.ts";
import type { SplitName } from "../../runtime/data/split-names.ts";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { comparisonPage } from "../../runtime/report/comparison/page.ts";
import type { TrainingEngine } from "../../runtime/train/engines.ts";
import { comparisonText } from "../comparison-text.ts";
import { FAILED } from "../exit-codes.ts";
import { showFindings } from "../findings.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeOutput } from "../output.ts";
import { compilePath } from "../source-files.ts";

interface CompareFlags {
  readonly runs: string;
  readonly seeds: number;
  readonly epochs?: number;
  readonly split: SplitName;
  readonly engine?: TrainingEngine;
  readonly json?: boolean;
  readonly out?: string;
}

/** `fusewire compare early.fuse late.fuse` */
export async function compare(
  files: readonly string[],
  { runs, seeds, json, out, ...asked }: CompareFlags,
): Promise<number> {
  const compilations = files.map((file) => compilePath(file));
  const shown = compilations.map(({ findings, sources }) => showFindings(findings, sources));
  for (const { text } of shown) writeOutput(text, undefined);
  if (shown.some(({ sound }) => !sound)) return FAILED;
  const interrupt = onInterrupt();
  try {
    const comparison = await compareModels(compilations, {
      ...asked,
      out: runs,
      seeds: Array.from({ length: seeds }, (_, i) => i + 1),
      signal: interrupt.signal,
      onProgress: tell,
    });
    writeOutput(json ? JSON.stringify(comparison, null, 2) : comparisonText(comparison), out);
    const page = join(runs, "comparison.html");
    writeAtomically(page, comparisonPage(comparison));
    console.error(`Page: ${page}`);
    return 0;
  } finally {
    interrupt.stop();
  }
}

function tell({ title, seed, number, of, seconds }: ComparisonProgress): void {
  if (seconds !== undefined)
    console.error(`${number} of ${of}: ${title}, seed ${seed}, ${seconds.toFixed(1)} s`);
}
