import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { napiVersion } from "./binding.ts";
import type { EngineCache } from "./cache.ts";
import { sha256 } from "./checksum.ts";
import { engineError } from "./error.ts";
import { bindingFile, bindingRecord, type InstalledEngine, newManifest, writeManifest } from "./manifest.ts";
import { readPackage } from "./packages.ts";
import type { Work } from "./request.ts";

const names = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"] as const;

/**
 * The tfjs-node package that the project in `cwd` has installed, with its native part.
 *
 * @returns folder of the package and path of its addon
 * @throws EngineError `not-in-project`, `addon-missing`
 */
export function findProjectPackage(cwd: string): { folder: string; binding: string } {
  const require = createRequire(join(cwd, "package.json"));
  const installed = names.flatMap((name) => {
    try {
      return [{ name, folder: realpathSync(dirname(require.resolve(`${name}/package.json`))) }];
    } catch {
      return [];
    }
  });
  const complete = installed.flatMap(({ folder }) => {
    const binding = newestBinding(folder);
    return binding === undefined ? [] : [{ folder, binding }];
  });
  const [first] = complete;
  if (first !== undefined) return first;
  const [incomplete] = installed;
  if (incomplete === undefined) throw engineError("not-in-project", { folder: cwd });
  throw engineError("addon-missing", { package: incomplete.name, folder: cwd });
}

/** The addon for the newest Node-API version that is there; older ones run in every newer Node. */
function newestBinding(folder: string): string | undefined {
  const versions = Array.from({ length: napiVersion }, (_, i) => napiVersion - i);
  return versions.map((napi) => bindingFile(folder, napi)).find((file) => existsSync(file));
}

/** Where the trial run of a project's package is recorded. */
export function projectManifest(cache: EngineCache, folder: string): string {
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  return join(cache.projects, `${name}.json`);
}

/**
 * Tries the project's own tfjs-node and records that it works, so that this is done once for each build of it.
 *
 * @throws EngineError `not-in-project`, `addon-missing`, and those of the trial run
 */
export async function obtainFromProject({
  cache,
  platform,
  env,
  cwd,
  report,
  probe,
}: Work): Promise<InstalledEngine> {
  report("look", `looking for tfjs-node in ${cwd}`);
  const { folder, binding } = findProjectPackage(cwd);
  const found = await readPackage(folder);
  if (found === undefined) throw engineError("not-in-project", { folder: cwd });
  const source = `${found.name}@${found.version} in ${cwd}`;
  report("probe", `running two training steps with ${source}`);
  const result = await probe(folder, { platform, env });
  const manifest = newManifest({
    kind: "project",
    package: found,
    binding: await bindingRecord(binding),
    library: { gpu: found.name.endsWith("-gpu"), source, sha256: await sha256(binding) },
    platform,
    probe: result,
    env,
  });
  // Without a cache the package is simply tried again the next time.
  await writeManifest(projectManifest(cache, folder), manifest).catch(() => {});
  return { manifest, path: folder, binding };
}
