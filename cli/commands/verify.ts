import { verify as verifyFile } from "../../runtime/verify/verify.ts";
import { FAILED } from "../exit-codes.ts";
import { showFindings } from "../findings.ts";
import { writeOutput } from "../output.ts";
import { compilePath } from "../source-files.ts";
import { verificationJson, verificationText } from "../verification-text.ts";

interface VerifyFlags {
  readonly model?: string;
  readonly seed?: number;
  readonly format: "text" | "json";
  readonly out?: string;
}

/** `fusewire verify model.fuse` */
export async function verify(file: string, { format, out, ...options }: VerifyFlags): Promise<number> {
  const { findings, sources } = compilePath(file);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    writeOutput(showFindings(errors, sources).text, undefined);
    return FAILED;
  }
  const verifications = await verifyFile(file, options);
  const show = format === "json" ? verificationJson : verificationText;
  writeOutput(show(verifications), out);
  return verifications.every(({ sound }) => sound) ? 0 : FAILED;
}
