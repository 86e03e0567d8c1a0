import type { EngineCache } from "./cache.ts";
import type { Platform } from "./platform.ts";
import type { runProbe } from "./probe.ts";
import type { Report } from "./progress.ts";

/** Which engine is wanted, and where to look for it. */
export interface Request {
  readonly cache: EngineCache;
  readonly platform: Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the user's project. */
  readonly cwd: string;
  /** Whether CUDA is wanted. */
  readonly gpu: boolean;
}

/** A request with what is needed to carry it out. */
export interface Work extends Request {
  readonly report: Report;
  readonly probe: typeof runProbe;
}
