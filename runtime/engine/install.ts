import { type EngineKind, engineCache, removeLeftovers } from "./cache.ts";
import { candidates as allCandidates, type Candidate } from "./candidates.ts";
import { type EngineError, engineError, isEngineError } from "./error.ts";
import { type Building, withBuildFolder } from "./install-in-cache.ts";
import { findInstalled, servesInsteadOf } from "./installed.ts";
import { withLock } from "./lock.ts";
import { type InstalledEngine, readManifest } from "./manifest.ts";
import { currentPlatform, type Platform } from "./platform.ts";
import { runProbe } from "./probe.ts";
import { type PhaseTime, type Progress, timekeeper } from "./progress.ts";
import type { Request } from "./request.ts";

export interface InstallOptions {
  /** Asks for a TensorFlow built for CUDA. */
  readonly gpu?: boolean;
  /** Installs anew although a working engine is there. */
  readonly force?: boolean;
  /** Folder of the user's project; the current one if left out. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly onProgress?: (progress: Progress) => void;
  /** Called with each candidate that is passed over, as soon as that is known. */
  readonly onPassedOver?: (passed: PassedOver) => void;
}

export interface PassedOver {
  readonly kind: EngineKind;
  readonly name: string;
  readonly error: EngineError;
}

export interface Installation {
  readonly engine: InstalledEngine;
  /** The engine was already there and nothing was done. */
  readonly reused: boolean;
  readonly passedOver: readonly PassedOver[];
  readonly times: readonly PhaseTime[];
}

/** The machine, the candidates and the trial run, which tests replace. */
export interface InstallParts {
  readonly platform: Platform;
  readonly candidates: readonly Candidate[];
  readonly probe: typeof runProbe;
}

/**
 * Gives this user a working native TensorFlow for Node: the first of the candidates that can be had and that
 * passes its trial run. Nothing is done when such an engine is already installed.
 *
 * Safe to call from several processes at once: one installs, the others wait and use what it made.
 *
 * @throws EngineError `none-worked` with what was tried and why it failed; `no-permission`, `no-space`, `locked`
 */
export async function installEngine(
  options: InstallOptions = {},
  parts: InstallParts = { platform: currentPlatform(), candidates: allCandidates, probe: runProbe },
): Promise<Installation> {
  const { force = false, onPassedOver } = options;
  const request = requestOf(options, parts.platform);
  const { report, times } = timekeeper(options.onProgress ?? (() => {}));
  const done = (
    engine: InstalledEngine,
    reused: boolean,
    passedOver: readonly PassedOver[],
  ): Installation => ({
    engine,
    reused,
    passedOver,
    times: times(),
  });

  const before = force ? undefined : await findInstalled(request);
  if (before !== undefined) return done(before, true, []);
  const asked = Date.now();

  const install = async (): Promise<Installation> => {
    const current = await readManifest(request.cache.manifest, parts.platform).catch(() => undefined);
    // Another process may have installed one while this one waited for its turn.
    const kept = force && !(current && Date.parse(current.manifest.installed) > asked) ? undefined : current;
    await removeLeftovers(request.cache);
    const work = { ...request, report, probe: parts.probe };
    return withBuildFolder(work, (building) => firstThatWorks(building, kept));
  };

  const firstThatWorks = async (
    building: Building,
    kept: InstalledEngine | undefined,
  ): Promise<Installation> => {
    const passedOver: PassedOver[] = [];
    for (const candidate of parts.candidates) {
      if (kept !== undefined && servesInsteadOf(candidate.kind, kept, request))
        return done(kept, true, passedOver);
      try {
        return done(await candidate.obtain(building), false, passedOver);
      } catch (error) {
        if (!isEngineError(error)) throw error;
        const passed = { kind: candidate.kind, name: candidate.name, error };
        passedOver.push(passed);
        onPassedOver?.(passed);
      }
    }
    throw engineError("none-worked", {
      tried: passedOver.map(({ name, error }) => `${name}: ${error.message}`),
      help: passedOver.at(-1)?.error.help ?? "",
    });
  };
  return withLock(request.cache.folder, install, {
    onWait: () => report("wait", "another process is installing an engine"),
  });
}

const requestOf = (
  { env = process.env, cwd = process.cwd(), gpu = false }: InstallOptions,
  platform: Platform,
): Request => ({
  cache: engineCache(env),
  platform,
  env,
  cwd,
  gpu,
});
