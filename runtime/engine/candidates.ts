import { existsSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import {
  compileBinding,
  findTensorFlow,
  linkLibraries,
  napiVersion,
  type TensorFlowLibraries,
} from "./binding.ts";
import type { EngineKind } from "./cache.ts";
import { sha256 } from "./checksum.ts";
import { engineError, writeError } from "./error.ts";
import { fetchWheel, unpackWheel } from "./fetch-wheel.ts";
import { type Building, installInCache, type Prepared } from "./install-in-cache.ts";
import { bindingFile, type InstalledEngine } from "./manifest.ts";
import type { BindingPackage } from "./packages.ts";
import { platformName } from "./platform.ts";
import { obtainFromProject } from "./project.ts";
import { downloadNative } from "./tfjs-download.ts";
import { findCompiler, findPip } from "./tools.ts";
import { wheelFor } from "./wheels.ts";

/** One way to an engine. */
export interface Candidate {
  readonly kind: EngineKind;
  /** As it is called in a sentence. */
  readonly name: string;
  /**
   * Gives an engine that has passed its trial run.
   *
   * @throws EngineError when this way does not apply or leads nowhere
   */
  obtain(building: Building): Promise<InstalledEngine>;
}

async function fromFolder(building: Building, log: string): Promise<Prepared> {
  const { platform, env, gpu, report } = building;
  if (!env.FUSEWIRE_LIBTENSORFLOW) throw engineError("folder-not-set", undefined);
  if (platform.os === "win32")
    throw engineError("unsupported-platform", { platform: platformName(platform) });
  const folder = resolve(env.FUSEWIRE_LIBTENSORFLOW);
  report("look", `looking at TensorFlow in ${folder}`);
  const isFolder = (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) throw engineError("folder-missing", { folder });
  const tensorflow = findTensorFlow(folder);
  const compiler = findCompiler(env);
  const target = await building.packages(log);
  await linkLibraries(target, tensorflow.lib);
  await compileBinding(target, tensorflow, { ...building, log, compiler });
  const [library] = tensorflow.link;
  const file = join(tensorflow.lib, library ?? "");
  report("verify", `computing the SHA-256 of ${basename(file)}`);
  return { ...native(target), gpu, source: file, sha256: await sha256(file) };
}

async function fromTfjs(building: Building, log: string): Promise<Prepared> {
  const { platform, env, gpu } = building;
  if (platform.libc.name === "musl") throw engineError("musl", undefined);
  const target = await building.packages(log);
  await downloadNative(target, { ...building, log });
  const prepared = native(target);
  if (!existsSync(prepared.binding)) {
    const compiler = findCompiler(env);
    const tensorflow = findTensorFlow(join(target.folder, "deps"));
    await compileBinding(target, tensorflow, { ...building, log, compiler });
  }
  return {
    ...prepared,
    gpu,
    source: `${target.name}@${target.version}`,
    sha256: await sha256(prepared.binding),
  };
}

async function fromWheel(building: Building, log: string): Promise<Prepared> {
  const { platform, env, gpu, build } = building;
  const wheel = wheelFor(platform, gpu);
  // What is missing is told before anything large is downloaded.
  const compiler = findCompiler(env);
  const { python, pip } = await findPip(env);
  const target = await building.packages(log);

  const downloads = join(build, "downloads");
  const unpacked = join(build, "unpacked");
  try {
    const file = await fetchWheel(wheel, downloads, { ...building, log, pip });
    await unpackWheel(file, unpacked, { ...building, log, python });
    const tensorflow = await placeLibraries(unpacked, target);
    await compileBinding(target, tensorflow, { ...building, log, compiler });
  } catch (error) {
    throw writeError(error, build);
  } finally {
    await Promise.all([downloads, unpacked].map((folder) => rm(folder, { recursive: true, force: true })));
  }
  return { ...native(target), gpu, source: wheel.file, sha256: wheel.sha256 };
}

const native = (target: BindingPackage) => ({
  package: target,
  binding: bindingFile(target.folder, napiVersion),
});

/** Moves a wheel's libraries to where the addon looks; those bundled beside `tensorflow/` keep their neighbourhood. */
async function placeLibraries(unpacked: string, target: BindingPackage): Promise<TensorFlowLibraries> {
  const found = findTensorFlow(join(unpacked, "tensorflow"));
  const deps = join(target.folder, "deps");
  const lib = join(deps, "lib");
  await mkdir(lib, { recursive: true });
  await Promise.all(found.link.map((name) => rename(join(found.lib, name), join(lib, name))));
  await rename(join(unpacked, "tensorflow.libs"), join(deps, "tensorflow.libs")).catch(() => {});
  return { ...found, lib };
}

/** Every way to an engine, in the order in which they are tried. */
export const candidates: readonly Candidate[] = [
  { kind: "project", name: "tfjs-node in the project", obtain: obtainFromProject },
  { kind: "folder", name: "FUSEWIRE_LIBTENSORFLOW", obtain: installInCache("folder", fromFolder) },
  { kind: "tfjs", name: "tfjs's own download", obtain: installInCache("tfjs", fromTfjs) },
  { kind: "wheel", name: "TensorFlow wheel", obtain: installInCache("wheel", fromWheel) },
];
