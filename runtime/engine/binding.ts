import { existsSync } from "node:fs";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { engineError } from "./error.ts";
import { findNodeHeaders } from "./headers.ts";
import { bindingFile } from "./manifest.ts";
import type { BindingPackage } from "./packages.ts";
import type { Report } from "./progress.ts";
import { holdFile, holdSource } from "./quiet-load.ts";
import { looksLikeFullDisk, runCommand, tail } from "./run-command.ts";
import type { Tool } from "./tools.ts";

/** The newest Node-API version that tfjs-node 4 asks for; every Node from 20 on has it. */
export const napiVersion = 8;

/** A TensorFlow to build against. */
export interface TensorFlowLibraries {
  /** Folder with `tensorflow/c/c_api.h`. */
  readonly include: string;
  /** Folder with the shared libraries. */
  readonly lib: string;
  /** Names in that folder to link against. */
  readonly link: readonly string[];
}

const compileTimeout = 10 * 60_000;

/** The addons look for TensorFlow in the package's own \`deps/lib\`, so an engine can be moved as a whole. */
const linkerFlags =
  process.platform === "darwin"
    ? ["-undefined", "dynamic_lookup", "-Wl,-rpath,@loader_path/../../deps/lib"]
    : ["-Wl,-rpath,$ORIGIN/../../deps/lib"];

/** Removes the native part of an installed package, of whatever origin. */
export async function removeNative(folder: string): Promise<void> {
  await Promise.all(
    ["deps", "lib", "build"].map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
}

/**
 * Compiles the addon of a tfjs-node package against a TensorFlow whose libraries lie in its `deps/lib`, where
 * the addon will look for them. The compiler is called directly: the addon is two files that know nothing of
 * Node but Node-API, so neither node-gyp nor make is needed.
 *
 * @throws EngineError `no-node-headers`, `compile-failed`, `timed-out`, `no-space`
 */
export async function compileBinding(
  target: BindingPackage,
  tensorflow: TensorFlowLibraries,
  options: { compiler: Tool; env: NodeJS.ProcessEnv; log: string; report: Report },
): Promise<void> {
  const { compiler, env, log, report } = options;
  const modules = join(target.folder, "..", "..");
  const include = [tensorflow.include, findNodeHeaders({ node: process.execPath, env, modules })];
  const libraries = tensorflow.link.map((name) => join(tensorflow.lib, name));
  const output = bindingFile(target.folder, napiVersion);
  await mkdir(dirname(output), { recursive: true });

  const compile = (sources: readonly string[], file: string, link: readonly string[]) =>
    runCommand(
      compiler.command,
      [
        ...compiler.args,
        ...["-std=c++17", "-O2", "-fPIC", "-shared", "-w", `-DNAPI_VERSION=${napiVersion}`],
        ...include.map((folder) => `-I${folder}`),
        ...sources,
        ...["-o", file],
        ...link,
        ...linkerFlags,
      ],
      { env, timeout: compileTimeout, log },
    );

  report("compile", "compiling the TensorFlow binding");
  const source = join(target.folder, "binding");
  const result = await compile(
    ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => join(source, name)),
    output,
    libraries,
  );
  if (result.timedOut)
    throw engineError("timed-out", { what: "The compiler", seconds: compileTimeout / 1000 }, { log });
  if (looksLikeFullDisk(result.output)) throw engineError("no-space", { folder: target.folder }, { log });
  if (result.code !== 0) throw engineError("compile-failed", { tail: tail(result.output, 8) }, { log });

  // Whether this one succeeds is not looked at: without it the engine is merely more talkative.
  const hold = join(source, "fusewire_hold_stderr.cc");
  await writeFile(hold, holdSource);
  await compile([hold], holdFile(output), []);
}

const libraryNames = [
  "libtensorflow_cc.so.2",
  "libtensorflow.so.2",
  "libtensorflow.so",
  "libtensorflow_cc.2.dylib",
  "libtensorflow.2.dylib",
  "libtensorflow.dylib",
];
const frameworkNames = [
  "libtensorflow_framework.so.2",
  "libtensorflow_framework.so",
  "libtensorflow_framework.2.dylib",
  "libtensorflow_framework.dylib",
];

/**
 * Looks for libtensorflow and its headers in a folder laid out as a wheel's `tensorflow/` (libraries at the top),
 * as the C library's archive (`lib/` and `include/`), or as the `lib/` of one.
 *
 * @throws EngineError `no-library`, `no-tensorflow-headers`
 */
export function findTensorFlow(
  folder: string,
  exists: (file: string) => boolean = existsSync,
): TensorFlowLibraries {
  const has = (lib: string, names: readonly string[]) => names.find((name) => exists(join(lib, name)));
  const lib = [folder, join(folder, "lib")].find((place) => has(place, libraryNames) !== undefined);
  if (lib === undefined) throw engineError("no-library", { folder });
  const include = [join(folder, "include"), join(folder, "..", "include")].find((place) =>
    exists(join(place, "tensorflow", "c", "c_api.h")),
  );
  if (include === undefined) throw engineError("no-tensorflow-headers", { folder });
  const link = [has(lib, libraryNames), has(lib, frameworkNames)].filter((name) => name !== undefined);
  return { include, lib, link };
}

/** Makes the libraries of another folder appear in the package's `deps/lib`, where its addon looks for them. */
export async function linkLibraries(target: BindingPackage, lib: string): Promise<void> {
  const place = join(target.folder, "deps", "lib");
  await mkdir(place, { recursive: true });
  const names = (await readdir(lib)).filter((name) => /^libtensorflow.*\.(so|dylib)/.test(name));
  await Promise.all(names.map((name) => symlink(join(lib, name), join(place, name))));
}
