import { rm, statfs } from "node:fs/promises";
import { join, relative } from "node:path";
import { removeNative } from "./binding.ts";
import { type EngineKind, makeBuildFolder, publish, removeOtherEngines } from "./cache.ts";
import { engineError, writeError } from "./error.ts";
import { bindingRecord, type InstalledEngine, newManifest, readManifest, writeManifest } from "./manifest.ts";
import { type BindingPackage, installPackages } from "./packages.ts";
import { platformName } from "./platform.ts";
import type { Work } from "./request.ts";

/** What may be used to make an engine in the cache. */
export interface Building extends Work {
  /** Folder that becomes the engine's place in the cache; candidates that fail leave it to the next. */
  readonly build: string;
  /** tfjs-node's JavaScript in the build folder, installed at the first call, without its native part. */
  readonly packages: (log: string) => Promise<BindingPackage>;
}

/** An engine in the build folder that has everything and has not been tried yet. */
export interface Prepared {
  readonly package: BindingPackage;
  readonly binding: string;
  readonly gpu: boolean;
  /** Where TensorFlow came from, and a checksum of that. */
  readonly source: string;
  readonly sha256: string;
}

/** Library, packages, headers and the wheel itself, while they all lie there. */
const spaceNeeded = { cpu: 1_700_000_000, gpu: 3_500_000_000 };

/**
 * Runs `work` with a build folder in the cache, which is gone afterwards if it was not published.
 *
 * @throws EngineError `no-permission`, `no-space`
 */
export async function withBuildFolder<T>(work: Work, use: (building: Building) => Promise<T>): Promise<T> {
  const { cache, platform, env, gpu, report } = work;
  const build = await makeBuildFolder(cache);
  let installing: Promise<BindingPackage> | undefined;
  const packages = async (log: string): Promise<BindingPackage> => {
    installing ??= requireSpace(cache.folder, gpu).then(() =>
      installPackages(build, { platform, env, log, report }),
    );
    const found = await installing;
    await removeNative(found.folder);
    return found;
  };
  try {
    return await use({ ...work, build, packages });
  } finally {
    await rm(build, { recursive: true, force: true });
  }
}

/**
 * Makes a candidate of a function that puts an engine together in a build folder: tries what it made, and only then
 * publishes it in the cache, in one step.
 */
export function installInCache(
  kind: EngineKind,
  prepare: (building: Building, log: string) => Promise<Prepared>,
): (building: Building) => Promise<InstalledEngine> {
  return async (building) => {
    const { cache, platform, env, build, report, probe } = building;
    const log = join(cache.logs, `${kind}.log`);
    await rm(log, { force: true });
    try {
      const prepared = await prepare(building, log);
      report("probe", `running two training steps with ${prepared.source}`);
      const result = await probe(prepared.package.folder, { platform, env, log });
      report("publish", `moving it to ${cache.folder}`);
      const name = [
        kind,
        result.tensorflowVersion,
        prepared.gpu ? "gpu" : "cpu",
        platformName(platform),
      ].join("-");
      const place = await publish(cache, build, name);
      const published = (path: string) => join(place, relative(build, path));
      await writeManifest(
        cache.manifest,
        newManifest({
          kind,
          package: { ...prepared.package, folder: published(prepared.package.folder) },
          binding: await bindingRecord(published(prepared.binding)),
          library: { gpu: prepared.gpu, source: prepared.source, sha256: prepared.sha256 },
          platform,
          probe: result,
          env,
        }),
      );
      await removeOtherEngines(cache, place);
      const engine = await readManifest(cache.manifest, platform);
      if (engine === undefined) throw engineError("not-installed", { folder: cache.folder });
      return engine;
    } catch (error) {
      throw writeError(error, cache.folder);
    }
  };
}

/** @throws EngineError `no-space`, before anything large is fetched */
async function requireSpace(folder: string, gpu: boolean): Promise<void> {
  const needed = gpu ? spaceNeeded.gpu : spaceNeeded.cpu;
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < needed) throw engineError("no-space", { folder, needed, free });
}
