import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

let drafts = 0;

/**
 * Writes a file so that whoever looks, whenever the process or the machine dies, finds the old content or the new,
 * never a part: a sibling is written, brought to the disk, and renamed over the place.
 *
 * Synchronous, since a checkpoint must not change while it is being written.
 */
export function writeAtomically(path: string, ...parts: readonly (string | Uint8Array)[]): void {
  const draft = `${path}.${process.pid}-${drafts++}.tmp`;
  try {
    const file = openSync(draft, "wx");
    try {
      for (const part of parts) writeAll(file, typeof part === "string" ? Buffer.from(part) : part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

/** One call may write less than it was given. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** A rename is safe from a power cut only once its folder is on the disk; Windows does that by itself. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes the drafts that processes which were killed left in a folder. No other process may be writing there. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (isDraft(name)) rmSync(join(folder, name), { force: true });
}

/** Whether a name is that of a draft which {@link writeAtomically} left behind when its process was killed. */
export function isDraft(name: string): boolean {
  return /\.\d+-\d+\.tmp$/.test(name);
}
