import { doctorReport, type Finding } from "../../runtime/engine/doctor.ts";
import { FAILED } from "../exit-codes.ts";
import { writeOutput } from "../output.ts";
import { colours } from "../terminal.ts";

const MARKS: Readonly<Record<Finding["level"], string>> = {
  ok: colours.green("✓"),
  warning: colours.yellow("!"),
  error: colours.red("✗"),
};

/** `fusewire doctor` */
export async function doctor({ json = false }: { readonly json?: boolean }): Promise<number> {
  const report = await doctorReport();
  if (json) writeOutput(JSON.stringify(report, null, 2), undefined);
  else writeOutput(report.findings.map(line).join("\n"), undefined);
  return report.healthy ? 0 : FAILED;
}

function line({ level, subject, message, help }: Finding): string {
  const text = `${MARKS[level]} ${subject.padEnd(10)} ${message}`;
  return help === undefined ? text : `${text}\n  ${" ".repeat(10)} ${colours.cyan("→")} ${help}`;
}
