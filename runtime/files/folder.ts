import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { failure } from "../failure.ts";

/** Files by their path below a folder, with `/` between folders. */
export type Files = ReadonlyMap<string, string | Uint8Array | readonly Uint8Array[]>;

let drafts = 0;

/**
 * Writes a folder so that it is there as a whole or not at all: a sibling is written and renamed over the place.
 *
 * @param replace whether a folder that is there, and not empty, makes room
 * @throws RuntimeFailure `folder-exists`
 */
export function writeFolder(path: string, files: Files, { replace = false } = {}): void {
  const place = resolve(path);
  if (!replace && existsSync(place) && readdirSync(place).length > 0) {
    throw failure("folder-exists", {
      message: `${path} is there already, and not empty`,
      help: "Choose another folder, or replace this one with --force.",
    });
  }
  const draft = `${place}.${process.pid}-${drafts++}.tmp`;
  const old = `${draft}.old.tmp`;
  try {
    for (const [below, content] of files) {
      const file = join(draft, below);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, Array.isArray(content) ? Buffer.concat(content) : (content as string | Uint8Array));
    }
    if (existsSync(place)) renameSync(place, old);
    try {
      renameSync(draft, place);
    } catch (error) {
      if (existsSync(old)) renameSync(old, place);
      throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
