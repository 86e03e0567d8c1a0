import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { Ajv, type JSONSchemaType } from "ajv";
import { type EngineKind, engineKinds, writeAtomically } from "./cache.ts";
import type { Device } from "./engine.ts";
import { engineError } from "./error.ts";
import type { BindingPackage } from "./packages.ts";
import { type Platform, platformName } from "./platform.ts";
import type { ProbeResult } from "./probe.ts";

/** What is known of an installed engine that has passed its trial run. */
export interface Manifest {
  readonly format: 1;
  readonly kind: EngineKind;
  readonly package: { readonly name: string; readonly version: string };
  /** Folder of that package; relative to the manifest when it lies beside it. */
  readonly path: string;
  readonly binding: { readonly path: string; readonly size: number; readonly mtimeMs: number };
  readonly tensorflow: {
    readonly version: string;
    /** Whether it was built for CUDA. */
    readonly gpu: boolean;
    /** Where the library came from: a wheel's name, a folder, a package. */
    readonly source: string;
    /** Of the wheel, else of the library, where one was looked at. */
    readonly sha256: string;
  };
  /** Such as `linux-x64`. */
  readonly platform: string;
  /** What the trial run found. */
  readonly devices: readonly Device[];
  /** Whether oneDNN is on unless TF_ENABLE_ONEDNN_OPTS turns it off. */
  readonly oneDNN: boolean;
  /** Date and time, ISO 8601. */
  readonly installed: string;
}

/** The manifest with its package and addon as absolute paths. */
export interface InstalledEngine {
  readonly manifest: Manifest;
  readonly path: string;
  readonly binding: string;
}

const text = { type: "string", minLength: 1 } as const;

const schema: JSONSchemaType<Manifest> = {
  type: "object",
  required: [
    "format",
    "kind",
    "package",
    "path",
    "binding",
    "tensorflow",
    "platform",
    "devices",
    "oneDNN",
    "installed",
  ],
  properties: {
    format: { type: "number", const: 1 },
    kind: { type: "string", enum: engineKinds },
    package: { type: "object", required: ["name", "version"], properties: { name: text, version: text } },
    path: text,
    binding: {
      type: "object",
      required: ["path", "size", "mtimeMs"],
      properties: { path: text, size: { type: "number" }, mtimeMs: { type: "number" } },
    },
    tensorflow: {
      type: "object",
      required: ["version", "gpu", "source", "sha256"],
      properties: { version: text, gpu: { type: "boolean" }, source: text, sha256: { type: "string" } },
    },
    platform: text,
    devices: { type: "array", items: { type: "string", enum: ["cpu", "gpu"] } },
    oneDNN: { type: "boolean" },
    installed: text,
  },
};

const validate = new Ajv({ meta: false, validateSchema: false }).compile(schema);

/** The manifest of an engine that has just passed its trial run. */
export function newManifest(engine: {
  readonly kind: EngineKind;
  readonly package: BindingPackage;
  readonly binding: Manifest["binding"];
  readonly library: Omit<Manifest["tensorflow"], "version">;
  readonly platform: Platform;
  readonly probe: ProbeResult;
  readonly env: NodeJS.ProcessEnv;
}): Manifest {
  const { name, version, folder } = engine.package;
  return {
    format: 1,
    kind: engine.kind,
    package: { name, version },
    path: folder,
    binding: engine.binding,
    tensorflow: { version: engine.probe.tensorflowVersion, ...engine.library },
    platform: platformName(engine.platform),
    devices: engine.probe.devices,
    // Turned off by the user, it was not seen in the trial run; it will be there without that setting.
    oneDNN: engine.probe.oneDNN || engine.env.TF_ENABLE_ONEDNN_OPTS === "0",
    installed: new Date().toISOString(),
  };
}

/** Writes the manifest; paths beside it are stored relative, so that a cache can be moved. */
export async function writeManifest(file: string, manifest: Manifest): Promise<void> {
  const folder = dirname(file);
  const stored = (path: string): string => {
    const nearer = relative(folder, path);
    return nearer.startsWith("..") || isAbsolute(nearer) ? path : nearer;
  };
  const content: Manifest = {
    ...manifest,
    path: stored(manifest.path),
    binding: { ...manifest.binding, path: stored(manifest.binding.path) },
  };
  await writeAtomically(file, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * Reads a manifest and checks that the engine it speaks of is there, unchanged, and for this machine.
 *
 * @returns undefined when there is no such file
 * @throws EngineError `bad-manifest`, `wrong-architecture`
 */
export async function readManifest(file: string, platform: Platform): Promise<InstalledEngine | undefined> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch {
    return undefined;
  }
  const manifest = parse(file, content);
  if (manifest.platform !== platformName(platform)) {
    throw engineError("wrong-architecture", { file: manifest.path, platform: platformName(platform) });
  }
  const folder = dirname(file);
  const binding = resolve(folder, manifest.binding.path);
  const found = await stat(binding).catch(() => undefined);
  if (found === undefined) {
    // An installation may have replaced manifest and engine since the manifest was read.
    const now = await readFile(file, "utf8").catch(() => content);
    if (now !== content) return readManifest(file, platform);
    throw engineError("bad-manifest", { file, detail: `${binding} is not there` });
  }
  // A project's package may be rebuilt at any time; the cache is ours, and may be copied with new times.
  const rebuilt = manifest.kind === "project" && Math.trunc(found.mtimeMs) !== manifest.binding.mtimeMs;
  if (found.size !== manifest.binding.size || rebuilt) {
    throw engineError("bad-manifest", { file, detail: `${binding} has changed since its trial run` });
  }
  return { manifest, path: resolve(folder, manifest.path), binding };
}

function parse(file: string, content: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw engineError("bad-manifest", { file, detail: "it is not JSON" });
  }
  if (validate(value)) return value;
  const first = validate.errors?.[0];
  const place = first?.instancePath.replaceAll("/", ".").slice(1);
  throw engineError("bad-manifest", {
    file,
    detail: `${place ? `${place} ` : ""}${first?.message ?? "it is malformed"}`,
  });
}

/** Size and time of the addon file, by which a later change is noticed. */
export async function bindingRecord(path: string): Promise<Manifest["binding"]> {
  const { size, mtimeMs } = await stat(path);
  return { path, size, mtimeMs: Math.trunc(mtimeMs) };
}

/** Where the addon of a tfjs-node package lies: one folder for each version of Node-API it was built for. */
export const bindingFile = (packageFolder: string, napi: number): string =>
  join(packageFolder, "lib", `napi-v${napi}`, "tfjs_binding.node");
