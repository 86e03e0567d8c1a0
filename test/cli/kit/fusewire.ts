import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const main = join(import.meta.dirname, "../../../cli/main.ts");

/** The words after `node` that run the command line from its sources. */
export const FUSEWIRE: readonly string[] = ["--import", loader, main];

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command and waits for it. */
export function fusewire(
  words: readonly string[],
  options: Omit<SpawnSyncOptionsWithStringEncoding, "encoding"> = {},
): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...FUSEWIRE, ...words], {
    ...options,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}
