import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf } from "../failure.ts";
import { loadOnnxRuntime } from "../onnx/library.ts";
import { engineCache } from "./cache.ts";
import { engineEnvironment, threadCounts } from "./environment.ts";
import { type EngineError, isEngineError, type Reason } from "./error.ts";
import { type Located, locateEngine } from "./load.ts";
import type { InstalledEngine, Manifest } from "./manifest.ts";
import { currentPlatform, type Platform } from "./platform.ts";
import { type ProbeResult, runProbe } from "./probe.ts";
import type { Request } from "./request.ts";

/** What this machine has, without any judgement. */
export interface EngineDescription {
  readonly node: string;
  readonly platform: Platform;
  /** Folder of the engine in the user's cache. */
  readonly cache: string;
  /** Threads inside one operation, and for independent operations. */
  readonly threads: { readonly intra: number; readonly inter: number };
  /** The engine that would be loaded here, if there is one. */
  readonly engine?: Manifest & {
    /** Folder of the package. */
    readonly folder: string;
  };
}

export interface Finding {
  readonly level: "ok" | "warning" | "error";
  /** `node`, `engine`, `tensorflow`, `devices`, `oneDNN`, `onnx`, `threads` or `cache`. */
  readonly subject: string;
  /** One plain sentence without a final full stop. */
  readonly message: string;
  /** What to do about it; a finding that is not `ok` has it. */
  readonly help?: string;
  /** Of an engine that cannot be used. */
  readonly reason?: Reason;
}

export interface DoctorReport {
  readonly description: EngineDescription;
  readonly findings: readonly Finding[];
  /** No finding is an error. */
  readonly healthy: boolean;
}

export interface DoctorOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The machine and the trial run, which tests replace. */
export interface DoctorParts {
  readonly platform: Platform;
  readonly probe: typeof runProbe;
  /** The version of ONNX Runtime; throws where it cannot be loaded. */
  readonly onnx: () => Promise<string>;
}

const realParts = (): DoctorParts => ({ platform: currentPlatform(), probe: runProbe, onnx: onnxVersion });

async function onnxVersion(): Promise<string> {
  const { env } = await loadOnnxRuntime();
  return env.versions.node ?? env.versions.common;
}

/**
 * Looks at everything that decides whether models run here and how fast: runs the engine once in a child process
 * and tells, of each thing, whether it is well and otherwise what to do.
 */
export async function doctorReport(
  options: DoctorOptions = {},
  parts: DoctorParts = realParts(),
): Promise<DoctorReport> {
  const request = requestOf(options, parts);
  const found = await located(request);
  const trial = isEngineError(found) ? found : await tryOut(found.engine, request, parts);
  const description = describe(request, found);
  const onnx = await onnxFinding(parts);
  const findings = [
    nodeFinding(parts.platform),
    await cacheFinding(request),
    ...(isEngineError(found) ? [missingFinding(found, onnx)] : engineFindings(found, trial, request)),
    onnx,
    threadsFinding(description),
  ];
  return { description, findings, healthy: findings.every(({ level }) => level !== "error") };
}

const requestOf = (
  { cwd = process.cwd(), env = process.env }: DoctorOptions,
  { platform }: DoctorParts,
): Request => ({ cache: engineCache(env), platform, env, cwd, gpu: false });

function describe({ platform, cache, env }: Request, found: Located | EngineError): EngineDescription {
  return {
    node: platform.node,
    platform,
    cache: cache.folder,
    threads: threadCounts(env, platform.cores),
    ...(isEngineError(found) ? {} : { engine: { ...found.engine.manifest, folder: found.engine.path } }),
  };
}

const orError = async <T>(work: Promise<T>): Promise<T | EngineError> =>
  work.catch((error: unknown) => {
    if (isEngineError(error)) return error;
    throw error;
  });

const located = (request: Request) => orError(locateEngine(request));

const tryOut = (engine: InstalledEngine, { platform, env }: Request, { probe }: DoctorParts) =>
  orError(probe(engine.path, { platform, env }));

const errorFinding = ({ message, help, reason }: EngineError): Finding => ({
  level: "error",
  subject: "engine",
  message,
  help,
  reason,
});

/** Where no engine is installed ONNX Runtime does its work, more slowly. */
function missingFinding(error: EngineError, onnx: Finding): Finding {
  const replaced = error.reason === "not-installed" && onnx.level === "ok";
  return replaced ? { ...errorFinding(error), level: "warning" } : errorFinding(error);
}

async function onnxFinding({ onnx }: DoctorParts): Promise<Finding> {
  try {
    const message = `ONNX Runtime ${await onnx()} predicts, and trains where no TensorFlow engine is installed`;
    return { level: "ok", subject: "onnx", message };
  } catch (error) {
    const message = `ONNX Runtime cannot be loaded: ${messageOf(error)}`;
    return { level: "warning", subject: "onnx", message, help: "Run: npm install onnxruntime-node" };
  }
}

const oldestNode = 20;

function nodeFinding({ node, libc, cores, os, arch }: Platform): Finding {
  const library = libc.name === "glibc" ? `, glibc ${libc.version}` : libc.name === "musl" ? ", musl" : "";
  const message = `Node ${node} on ${os}-${arch}${library}, ${cores} cores`;
  if (Number.parseInt(node, 10) >= oldestNode) return { level: "ok", subject: "node", message };
  return { level: "error", subject: "node", message, help: `Install Node ${oldestNode} or newer.` };
}

/** The nearest folder that exists decides, since the cache is made when it is first needed. */
async function cacheFinding({ cache }: Request): Promise<Finding> {
  for (let folder = cache.folder; ; folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK);
      return { level: "ok", subject: "cache", message: `the cache is ${cache.folder}` };
    } catch (error) {
      const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (missing && folder !== dirname(folder)) continue;
      const message = `${folder} may not be written by this user`;
      const help = "Change its owner, or set FUSEWIRE_CACHE to a folder that you may write.";
      return { level: "warning", subject: "cache", message, help };
    }
  }
}

function engineFindings(
  { engine: { manifest, path }, passedOver }: Located,
  trial: ProbeResult | EngineError,
  { env }: Request,
): Finding[] {
  const passed = passedOver === undefined ? [] : [{ ...errorFinding(passedOver), level: "warning" as const }];
  if (isEngineError(trial)) return [...passed, errorFinding(trial)];
  const name = `${manifest.package.name}@${manifest.package.version}`;
  const origin = `TensorFlow ${trial.tensorflowVersion} from ${manifest.tensorflow.source}`;
  return [
    ...passed,
    { level: "ok", subject: "engine", message: `${name} in ${path}` },
    { level: "ok", subject: "tensorflow", message: `${origin}; its trial run gave the right numbers` },
    devicesFinding(manifest, trial),
    oneDNNFinding(trial, env),
  ];
}

function devicesFinding(manifest: Manifest, { devices }: ProbeResult): Finding {
  const message = `computes on ${devices.join(" and ")}`;
  if (!manifest.tensorflow.gpu || manifest.kind === "project" || devices.includes("gpu")) {
    return { level: "ok", subject: "devices", message };
  }
  return {
    level: "warning",
    subject: "devices",
    message: `this TensorFlow was built for CUDA but found no GPU, and ${message}`,
    help: "Check nvidia-smi, and that the CUDA 12 and cuDNN 9 libraries are on LD_LIBRARY_PATH.",
  };
}

function oneDNNFinding({ oneDNN, devices }: ProbeResult, env: NodeJS.ProcessEnv): Finding {
  if (oneDNN) return { level: "ok", subject: "oneDNN", message: "the oneDNN kernels are on" };
  if (devices.includes("gpu"))
    return { level: "ok", subject: "oneDNN", message: "the oneDNN kernels are off" };
  const set = engineEnvironment(env).TF_ENABLE_ONEDNN_OPTS;
  return {
    level: "warning",
    subject: "oneDNN",
    message: "the oneDNN kernels are off, which makes training slower",
    help:
      set === "0"
        ? "Unset TF_ENABLE_ONEDNN_OPTS, which is 0 here, unless you need results equal to the last bit."
        : "This TensorFlow was built without them; another engine may be faster.",
  };
}

function threadsFinding({ threads, platform: { cores } }: EngineDescription): Finding {
  const message = `${threads.intra} threads inside an operation, ${threads.inter} for independent operations, ${cores} cores`;
  if (threads.intra <= cores && threads.inter <= cores) return { level: "ok", subject: "threads", message };
  return {
    level: "warning",
    subject: "threads",
    message,
    help: "More threads than cores slow each other down: lower TF_NUM_INTRAOP_THREADS and TF_NUM_INTEROP_THREADS.",
  };
}
