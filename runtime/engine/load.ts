import { createRequire } from "node:module";
import { join } from "node:path";
import { engineCache } from "./cache.ts";
import type { Engine } from "./engine.ts";
import { type EngineSettings, engineEnvironment, restoreUtil, threadCounts } from "./environment.ts";
import { type EngineError, engineError, isEngineError } from "./error.ts";
import { type InstalledEngine, readManifest } from "./manifest.ts";
import { currentPlatform } from "./platform.ts";
import { runProbe } from "./probe.ts";
import { findProjectPackage, obtainFromProject, projectManifest } from "./project.ts";
import { quietly } from "./quiet-load.ts";
import type { Request } from "./request.ts";
import { loadModel } from "./saved-model.ts";
import { bindingOf } from "./session.ts";
import type { TensorFlow } from "./tfjs.ts";

export interface LoadOptions extends EngineSettings {
  /** Folder of the user's project; the current one if left out. */
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

let loaded: Promise<Engine> | undefined;

/**
 * Loads TensorFlow into this process: the project's own tfjs-node if it works, else the installed engine.
 *
 * A process holds one TensorFlow, which reads its settings once: later calls give the same engine, whatever they
 * ask for. Settings reach it through the environment, which a worker thread cannot change: load it on the main
 * thread of a process (a child process, where training must not block).
 *
 * @throws EngineError `not-installed`, `bad-manifest`, `wrong-architecture`, `unloadable`
 */
export function loadEngine(options: LoadOptions = {}): Promise<Engine> {
  loaded ??= load(options).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load({ cwd = process.cwd(), env = process.env, ...settings }: LoadOptions): Promise<Engine> {
  const platform = currentPlatform();
  const request: Request = { cache: engineCache(env), platform, env, cwd, gpu: false };
  const { engine: installed } = await locateEngine(request);
  const variables = engineEnvironment(env, settings);
  Object.assign(process.env, variables);
  restoreUtil();

  const talkative = variables.TF_CPP_MIN_LOG_LEVEL === "0";
  const load = () => requirePackage(installed);
  const tf = talkative ? load() : quietly(installed.binding, load);
  const binding = bindingOf(tf);
  const { name, version } = installed.manifest.package;
  return {
    tensorflowVersion: binding?.TF_Version ?? installed.manifest.tensorflow.version,
    package: `${name}@${version}`,
    path: installed.path,
    devices:
      binding === undefined
        ? installed.manifest.devices
        : binding.isUsingGpuDevice()
          ? ["cpu", "gpu"]
          : ["cpu"],
    oneDNN: installed.manifest.oneDNN && variables.TF_ENABLE_ONEDNN_OPTS !== "0",
    threads: threadCounts({ ...env, ...variables }, platform.cores),
    loadModel: (dir) => loadModel(tf, dir),
    tensorCount: () => binding?.getNumOfTensors() ?? 0,
    tf,
  };
}

export interface Located {
  readonly engine: InstalledEngine;
  /** Why the project's own tfjs-node, which would come first, is not used. */
  readonly passedOver?: EngineError;
}

/**
 * The engine that would be loaded here.
 *
 * @throws EngineError `not-installed`, `bad-manifest`, `wrong-architecture`
 */
export async function locateEngine(request: Request): Promise<Located> {
  const inProject = await locateInProject(request);
  if (inProject !== undefined && !isEngineError(inProject)) return { engine: inProject };
  const engine = await readManifest(request.cache.manifest, request.platform);
  if (engine !== undefined) return inProject === undefined ? { engine } : { engine, passedOver: inProject };
  const folder = request.cache.folder;
  if (inProject === undefined) throw engineError("not-installed", { folder });
  throw engineError("not-installed", { folder, project: inProject.message }, { cause: inProject });
}

/** The project's tfjs-node, tried first if it has not been; or why it cannot be used; or nothing. */
async function locateInProject(request: Request): Promise<InstalledEngine | EngineError | undefined> {
  try {
    const { folder } = findProjectPackage(request.cwd);
    const known = await readManifest(projectManifest(request.cache, folder), request.platform).catch(
      () => undefined,
    );
    return known ?? (await obtainFromProject({ ...request, report: () => {}, probe: runProbe }));
  } catch (error) {
    if (!isEngineError(error)) throw error;
    return error.reason === "not-in-project" ? undefined : error;
  }
}

function requirePackage({ path }: InstalledEngine): TensorFlow {
  const require = createRequire(join(path, "package.json"));
  try {
    return require(path);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw engineError("unloadable", { detail }, { cause: error });
  }
}
