import { mkdir } from "node:fs/promises";
import lockfile from "proper-lockfile";
import { engineError, writeError } from "./error.ts";

/** A lock not renewed for this long belongs to a process that is gone, and is taken over. */
const staleMs = 15_000;

export interface LockOptions {
  /** Milliseconds after which to give up. */
  readonly patience?: number;
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
}

/**
 * Runs `work` while no other process does the same with this folder. Waits for its turn; the lock of a process
 * that was killed is taken over after 15 seconds.
 *
 * @throws EngineError `locked` when the turn does not come, `no-permission`, `no-space`
 */
export async function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  { patience = 20 * 60_000, onWait }: LockOptions = {},
): Promise<T> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(error, folder);
  }
  const release = await acquire(folder, patience, onWait);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(folder: string, patience: number, onWait?: () => void): Promise<() => Promise<void>> {
  const deadline = Date.now() + patience;
  for (let waited = false; ; waited = true) {
    try {
      return await lockfile.lock(folder, { stale: staleMs, update: staleMs / 5 });
    } catch (error) {
      const taken = error instanceof Error && "code" in error && error.code === "ELOCKED";
      if (!taken) throw writeError(error, folder);
      if (Date.now() >= deadline)
        throw engineError("locked", { folder, minutes: Math.round(patience / 60_000) });
      if (!waited) onWait?.();
      await new Promise((resume) => setTimeout(resume, 500));
    }
  }
}
