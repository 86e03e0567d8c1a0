import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { engineError, writeError } from "./error.ts";
import lock from "./packages.lock.json" with { type: "json" };
import type { Platform } from "./platform.ts";
import type { Report } from "./progress.ts";
import { looksLikeFullDisk, looksLikeNetwork, runCommand, tail } from "./run-command.ts";
import { findNpm } from "./tools.ts";

/** What the binding is called, and where it lies. */
export interface BindingPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * `tfjs-node-gpu` differs from `tfjs-node` only in which libtensorflow its install script fetches, so one
 * package serves CPU and CUDA; ready-made addons of it exist for Linux alone.
 */
const bindingName = (platform: Platform): string =>
  platform.os === "linux" ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node";

/** Settings of an npm that may have started this process, which must not reach the one started here. */
const foreignSetting =
  /^npm_(config_(global|prefix|local_prefix|workspaces?|dry_run|omit|production|include)|package_|lifecycle_)/i;

export const npmEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !foreignSetting.test(name)));

const packageJson = {
  private: true,
  ...lock.packages[""],
  // The tar 6 that tfjs-node asks for has known vulnerabilities; 7 does the same work for it.
  overrides: { tar: lock.packages["node_modules/tar"].version },
};

/** Reads name and version of an installed package; undefined when there is none in the folder. */
export async function readPackage(folder: string): Promise<BindingPackage | undefined> {
  const content = await readFile(join(folder, "package.json"), "utf8").catch(() => undefined);
  if (content === undefined) return undefined;
  const { name, version } = JSON.parse(content) as { name: string; version: string };
  return { name, version, folder };
}

/**
 * Installs the JavaScript of tfjs-node into `folder`, from a lock file that pins every package and its checksum.
 * No install script runs, so nothing native is downloaded.
 *
 * @throws EngineError `missing-tool`, `no-network`, `download-failed`, `timed-out`, `no-space`
 */
export async function installPackages(
  folder: string,
  { platform, env, log, report }: { platform: Platform; env: NodeJS.ProcessEnv; log: string; report: Report },
): Promise<BindingPackage> {
  const npm = findNpm(env);
  report("packages", "fetching tfjs-node from npm");
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify(packageJson, null, 2));
    await writeFile(join(folder, "package-lock.json"), JSON.stringify(lock, null, 2));
  } catch (error) {
    throw writeError(error, folder);
  }
  const timeout = 15 * 60_000;
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--no-update-notifier"];
  const result = await runCommand(npm.command, [...npm.args, "ci", ...flags], {
    cwd: folder,
    env: npmEnvironment(env),
    timeout,
    log,
  });
  if (result.code !== 0) {
    const what = "the npm packages of tfjs-node";
    if (result.timedOut) throw engineError("timed-out", { what: `npm ci`, seconds: timeout / 1000 }, { log });
    if (looksLikeFullDisk(result.output)) throw engineError("no-space", { folder }, { log });
    if (looksLikeNetwork(result.output)) throw engineError("no-network", { what: "npm's registry" }, { log });
    throw engineError("download-failed", { what, detail: tail(result.output, 4) }, { log });
  }
  const place = join(folder, "node_modules", ...bindingName(platform).split("/"));
  const found = await readPackage(place);
  if (found !== undefined) return found;
  throw engineError(
    "download-failed",
    { what: bindingName(platform), detail: `npm left no ${place}` },
    { log },
  );
}
