import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../../runtime/files/atomic.ts";

/** Says what the folder was made of; written last. */
const STAMP = "made-of.txt";

/**
 * Makes a folder of data. Nothing is done where it is up to date; otherwise `write` fills a draft beside its place,
 * which is moved there whole.
 *
 * @param stamp tells apart what the folder may be made of
 */
export async function makeFolder(
  folder: string,
  stamp: string,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  if (await isUpToDate(folder, stamp)) return;
  const draft = `${folder}.${process.pid}.tmp`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    await write(draft);
    writeAtomically(join(draft, STAMP), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch(async (error: unknown) => {
      // Another process was faster.
      if (!(await isUpToDate(folder, stamp))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function isUpToDate(folder: string, stamp: string): Promise<boolean> {
  return existsSync(join(folder, STAMP)) && (await stampIn(folder)) === stamp;
}

/** What a folder was made of. */
export function stampIn(folder: string): Promise<string> {
  return readFile(join(folder, STAMP), "utf8");
}
