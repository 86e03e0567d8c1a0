import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { writeError } from "./error.ts";

/** Where an engine comes from, in the order in which they are tried. */
export const engineKinds = ["project", "folder", "tfjs", "wheel"] as const;
export type EngineKind = (typeof engineKinds)[number];

/** The folders and files of the engine in a user's cache. */
export interface EngineCache {
  /** `<cache>/engine`: everything below is this module's. */
  readonly folder: string;
  /** Says which engine is in use. */
  readonly manifest: string;
  /** What commands printed during the last installation. */
  readonly logs: string;
  /** Manifests of engines that stand in users' projects and passed their trial run. */
  readonly projects: string;
}

/** Folder of this user's cache: `FUSEWIRE_CACHE`, else `XDG_CACHE_HOME/fusewire`, else `~/.cache/fusewire`. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  if (env.FUSEWIRE_CACHE) return resolve(env.FUSEWIRE_CACHE);
  if (env.XDG_CACHE_HOME) return join(resolve(env.XDG_CACHE_HOME), "fusewire");
  return join(homedir(), ".cache", "fusewire");
}

export function engineCache(env: NodeJS.ProcessEnv): EngineCache {
  const folder = join(cacheRoot(env), "engine");
  return {
    folder,
    manifest: join(folder, "manifest.json"),
    logs: join(folder, "logs"),
    projects: join(folder, "projects"),
  };
}

const buildingPrefix = ".building-";
const unique = () => `${process.pid}-${randomBytes(4).toString("hex")}`;

/**
 * Makes an empty folder in the cache, beside the place where its content will be published, so that
 * publishing is one rename.
 */
export async function makeBuildFolder(cache: EngineCache): Promise<string> {
  const folder = join(cache.folder, `${buildingPrefix}${unique()}`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw writeError(error, cache.folder);
  }
  return folder;
}

/** Removes what interrupted installations left. Only to be called by the holder of the lock. */
export async function removeLeftovers(cache: EngineCache): Promise<void> {
  const names = await readdir(cache.folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(buildingPrefix));
  await Promise.all(left.map((name) => rm(join(cache.folder, name), { recursive: true, force: true })));
}

/**
 * Moves a finished build folder to a place of its own, `<cache>/engine/<name>-<random>`, and returns that path. No
 * other engine is touched, so the manifest, once it is replaced, leads from one whole engine to another.
 */
export async function publish(cache: EngineCache, build: string, name: string): Promise<string> {
  const place = join(cache.folder, `${name}-${randomBytes(4).toString("hex")}`);
  await rename(build, place);
  return place;
}

/** Removes the engines that an earlier installation published: only one is in use, and each takes a gigabyte. */
export async function removeOtherEngines(cache: EngineCache, keep: string): Promise<void> {
  const kept = basename(keep);
  const entries = await readdir(cache.folder, { withFileTypes: true });
  const others = entries.filter(
    ({ name }) => engineKinds.some((kind) => name.startsWith(`${kind}-`)) && name !== kept,
  );
  await Promise.all(others.map(({ name }) => rm(join(cache.folder, name), { recursive: true, force: true })));
}

/** Writes a small file so that readers see all of it or the old one. */
export async function writeAtomically(file: string, content: string): Promise<void> {
  const draft = `${file}.${unique()}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, content);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw writeError(error, dirname(file));
  }
}
