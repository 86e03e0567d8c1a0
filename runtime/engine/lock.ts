import { mkdir } from "node:fs/promises";
import lockfile from "proper-lockfile";
import { engineError, writeError } from "./error.ts";

export interface LockOptions {
  /** Milliseconds after which a lock that was not renewed counts as left by a dead process; at least 2000. */
  readonly stale?: number;
  /** Milliseconds after which to give up. */
  readonly patience?: number;
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
}

/**
 * Runs `work` while no other process does the same with this folder. Waits for its turn; the lock of a process
 * that was killed is taken over after a while.
 *
 * @throws EngineError `locked` when the turn does not come, `no-permission`, `no-space`
 */
export async function withLock<T>(
  folder: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(error, folder);
  }
  const release = await acquire(folder, options);
  try {
    return await work();
  } finally {
    await release().catch(() => {}); // it may have been taken over meanwhile
  }
}

/**
 * A process that slept (a closed laptop) may find its lock taken over. It goes on: each builds in a folder of its own,
 * and publishing is one step, so the worst outcome is the same work done twice.
 */
const onCompromised = (): void => {};

async function acquire(
  folder: string,
  { stale = 10_000, patience = 20 * 60_000, onWait }: LockOptions,
): Promise<() => Promise<void>> {
  const deadline = Date.now() + patience;
  for (let waited = false; ; waited = true) {
    try {
      return await lockfile.lock(folder, { stale, update: stale / 5, onCompromised });
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
