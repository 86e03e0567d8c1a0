import type { ReportOptions } from "./run/write-report.ts";

/**
 * Writes a page about a run that stands by itself, and gives its path: see {@link ReportOptions}. What draws is loaded when
 * it is called.
 *
 * @throws RuntimeFailure about run, checkpoint or data; `split-empty`
 * @throws EngineError
 */
export async function report(folder: string, options: ReportOptions = {}): Promise<string> {
  const { writeReport } = await import("./run/write-report.ts");
  return writeReport(folder, options);
}
