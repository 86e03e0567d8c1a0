import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { engineError } from "./error.ts";

/** SHA-256 of a file, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/**
 * Checks a downloaded file, and deletes it when it is not what was expected.
 *
 * @throws EngineError `hash-mismatch`
 */
export async function verifyFile(file: string, expected: string): Promise<void> {
  const found = await sha256(file);
  if (found === expected) return;
  await rm(file, { force: true });
  throw engineError("hash-mismatch", { file: basename(file), expected, found });
}
