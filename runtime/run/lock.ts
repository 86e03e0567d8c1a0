import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { failure } from "../failure.ts";

/**
 * Takes a run's lock, which says which process trains it, and returns how to give it back. A lock whose process is no
 * more is taken over at once, so that a killed run can be continued.
 *
 * @throws RuntimeFailure `run-locked`
 */
export function lockRun(path: string): () => void {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      try {
        // Only one of several processes can make this link.
        linkSync(own, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = holderOf(path);
      if (holder !== undefined && isAlive(holder)) {
        throw failure("run-locked", {
          message: `process ${holder} is training this run`,
          help: `Wait for it or end it. If it is another program that has been given the number since, remove ${path}.`,
        });
      }
      discard(path);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function holderOf(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, "utf8"), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Moved away first: of several that find the dead lock only one succeeds, and a new lock is never removed by name. */
function discard(path: string): void {
  const away = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, away);
    rmSync(away, { force: true });
  } catch {
    // Another process was faster.
  }
}
