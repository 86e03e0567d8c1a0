import { inspect } from "../../runtime/inspect/inspect.ts";
import { dataText } from "../data-text.ts";
import { FAILED } from "../exit-codes.ts";
import { showFindings } from "../findings.ts";
import { writeOutput } from "../output.ts";
import { compilePath } from "../source-files.ts";

interface DataFlags {
  readonly json?: boolean;
  readonly out?: string;
}

/** `fusewire data model.fuse` */
export async function data(file: string, { json = false, out }: DataFlags): Promise<number> {
  const { findings, sources } = compilePath(file);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    writeOutput(showFindings(errors, sources).text, undefined);
    return FAILED;
  }
  const reports = await inspect(file);
  writeOutput(json ? JSON.stringify(reports, null, 2) : reports.map(dataText).join("\n\n"), out);
  return 0;
}
