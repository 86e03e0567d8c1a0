import { relative } from "node:path";
import type { SplitName } from "../../runtime/data/split-names.ts";
import type { InferenceEngine } from "../../runtime/model/inference.ts";
import { report as writeReport } from "../../runtime/report/report.ts";

interface ReportFlags {
  readonly split?: SplitName;
  readonly checkpoint?: "best" | "last";
  readonly engine?: InferenceEngine;
  readonly out?: string;
}

/** `fusewire report run` */
export async function report(run: string, flags: ReportFlags): Promise<number> {
  const path = await writeReport(run, flags);
  console.log(`Report: ${relative(process.cwd(), path)}`);
  return 0;
}
