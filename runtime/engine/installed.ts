import { relative, resolve } from "node:path";
import { type EngineKind, engineKinds } from "./cache.ts";
import { type InstalledEngine, readManifest } from "./manifest.ts";
import { findProjectPackage, projectManifest } from "./project.ts";
import type { Request } from "./request.ts";

/** The engine that is there and is what is asked for; undefined when something must be done first. */
export async function findInstalled(request: Request): Promise<InstalledEngine | undefined> {
  const { cache, platform, cwd } = request;
  const inProject = attempt(() => findProjectPackage(cwd));
  if (inProject !== undefined) {
    // An untried package in the project has to be tried before anything else is used.
    return readManifest(projectManifest(cache, inProject.folder), platform).catch(() => undefined);
  }
  const current = await readManifest(cache.manifest, platform).catch(() => undefined);
  const asked: EngineKind = request.env.FUSEWIRE_LIBTENSORFLOW ? "folder" : "tfjs";
  return current !== undefined && servesInsteadOf(asked, current, request) ? current : undefined;
}

/**
 * Whether the engine in the cache makes it needless to try a candidate: it does once the user's own TensorFlows
 * have been tried, or when it was built from the very folder that is asked for.
 */
export function servesInsteadOf(kind: EngineKind, { manifest }: InstalledEngine, request: Request): boolean {
  if (manifest.tensorflow.gpu !== request.gpu) return false;
  const rank = (of: EngineKind) => engineKinds.indexOf(of);
  if (rank(kind) >= rank("tfjs")) return true;
  const folder = request.env.FUSEWIRE_LIBTENSORFLOW;
  return kind === "folder" && manifest.kind === "folder" && inside(manifest.tensorflow.source, folder);
}

const inside = (file: string, folder: string | undefined): boolean =>
  folder !== undefined && !relative(resolve(folder), file).startsWith("..");

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
