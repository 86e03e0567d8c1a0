import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { EngineKind } from "../../../runtime/engine/cache.ts";
import { type Candidate, candidates } from "../../../runtime/engine/candidates.ts";
import { engineError, type Reason } from "../../../runtime/engine/error.ts";
import { type InstallOptions, installEngine } from "../../../runtime/engine/install.ts";
import { installInCache } from "../../../runtime/engine/install-in-cache.ts";
import { readManifest } from "../../../runtime/engine/manifest.ts";
import { startChild, temporaryFolder } from "./support.ts";
import { debian, goodProbe, writePackage } from "./support-fakes.ts";

let env: NodeJS.ProcessEnv;
let project: string;
let tried: EngineKind[];

beforeEach(() => {
  env = { FUSEWIRE_CACHE: temporaryFolder() };
  project = temporaryFolder();
  tried = [];
});

/** What is in the cache, without the random part of the engine's name. */
const inCache = () =>
  readdirSync(engineFolder())
    .map((name) => name.replace(/-[0-9a-f]{8}$/, ""))
    .sort();
const engineFolder = () => join(env.FUSEWIRE_CACHE!, "engine");

/** A candidate that puts a package together in the cache. */
const working = (kind: EngineKind, source: string = `${kind} source`): Candidate => ({
  kind,
  name: `the ${kind}`,
  obtain: installInCache(kind, async ({ build, gpu }) => {
    tried.push(kind);
    const { folder, binding } = writePackage(build);
    const found = { name: "@tensorflow/tfjs-node", version: "4.22.0", folder };
    return { package: found, binding, gpu, source, sha256: "00" };
  }),
});

const failing = (kind: EngineKind, reason: Reason = "folder-not-set"): Candidate => ({
  kind,
  name: `the ${kind}`,
  obtain: async () => {
    tried.push(kind);
    throw engineError(reason as "folder-not-set", undefined);
  },
});

const install = (list: readonly Candidate[], options: InstallOptions = {}, probe = async () => goodProbe) =>
  installEngine({ env, cwd: project, ...options }, { platform: debian, candidates: list, probe });

describe("the order of the candidates", () => {
  it("is the project's own, the user's folder, tfjs's download, the wheel", () => {
    expect(candidates.map(({ kind }) => kind)).toEqual(["project", "folder", "tfjs", "wheel"]);
  });

  it("ends at the first that works, and tells of each that was passed over", async () => {
    const told: string[] = [];
    const result = await install(
      [failing("folder"), failing("tfjs", "musl"), working("wheel"), failing("wheel")],
      {
        onPassedOver: ({ name, error }) => told.push(`${name}: ${error.reason}`),
      },
    );
    expect(tried).toEqual(["folder", "tfjs", "wheel"]);
    expect(told).toEqual(["the folder: folder-not-set", "the tfjs: musl"]);
    expect(result.passedOver.map(({ kind }) => kind)).toEqual(["folder", "tfjs"]);
    expect(result.engine.manifest.kind).toBe("wheel");
    expect(existsSync(result.engine.binding)).toBe(true);
  });

  it("passes over an engine that fails its trial run", async () => {
    const probe = async (folder: string) => {
      if (tried.length === 1) throw engineError("crashed", { detail: `SIGSEGV in ${folder}` });
      return goodProbe;
    };
    const result = await installEngine(
      { env, cwd: project },
      { platform: debian, candidates: [working("tfjs"), working("wheel")], probe },
    );
    expect(result.passedOver.map(({ error }) => error.reason)).toEqual(["crashed"]);
    expect(inCache()).toEqual(["manifest.json", "wheel-2.21.0-cpu-linux-x64"]);
  });

  it("fails with every reason when none works, and leaves the cache as it was", async () => {
    const attempt = install([failing("folder"), failing("tfjs", "musl")]);
    await expect(attempt).rejects.toMatchObject({
      reason: "none-worked",
      message: expect.stringMatching(/the folder: FUSEWIRE_LIBTENSORFLOW is not set\n.*the tfjs: .*musl/),
    });
    expect(readdirSync(engineFolder())).toEqual([]);
  });

  it("does not take a fault of the program for one of the machine", async () => {
    const broken: Candidate = {
      kind: "tfjs",
      name: "x",
      obtain: () => Promise.reject(new TypeError("oops")),
    };
    await expect(install([broken, working("wheel")])).rejects.toThrow("oops");
  });
});

describe("an engine that is already there", () => {
  it("is used again", async () => {
    const first = await install([working("wheel")]);
    const second = await install([working("wheel")]);
    expect(second.reused).toBe(true);
    expect(second.engine).toEqual(first.engine);
    expect(tried).toEqual(["wheel"]);
  });

  it("is replaced when that is asked for", async () => {
    await install([working("wheel")]);
    const second = await install([working("wheel")], { force: true });
    expect(second.reused).toBe(false);
    expect(tried).toEqual(["wheel", "wheel"]);
  });

  it("is replaced when CUDA is asked for and it has none", async () => {
    await install([working("wheel")]);
    const second = await install([working("wheel")], { gpu: true });
    expect(second.engine.manifest.tensorflow.gpu).toBe(true);
    expect(inCache()).toEqual(["manifest.json", "wheel-2.21.0-gpu-linux-x64"]);
  });

  it("is replaced when its files are gone", async () => {
    const first = await install([working("wheel")]);
    rmSync(first.engine.path, { recursive: true });
    expect((await install([working("wheel")])).reused).toBe(false);
  });

  it("gives way to the folder in FUSEWIRE_LIBTENSORFLOW, and serves again when that is no use", async () => {
    await install([working("wheel")]);
    env = { ...env, FUSEWIRE_LIBTENSORFLOW: "/opt/tensorflow" };
    const second = await install([failing("folder", "folder-not-set"), working("wheel")]);
    expect(second.reused).toBe(true);
    expect(second.passedOver.map(({ kind }) => kind)).toEqual(["folder"]);
    const third = await install([
      working("folder", "/opt/tensorflow/lib/libtensorflow.so.2"),
      working("wheel"),
    ]);
    expect(third.engine.manifest.kind).toBe("folder");
    expect((await install([working("folder")])).reused).toBe(true);
    env = { ...env, FUSEWIRE_LIBTENSORFLOW: "/opt/tensorflow-other" };
    expect((await install([working("folder")])).reused).toBe(false);
  });

  it("is not used in a project that has a tfjs-node nobody has tried", async () => {
    await install([working("wheel")]);
    writePackage(project);
    const result = await install(candidates);
    expect(result.engine.manifest.kind).toBe("project");
    expect((await install([])).engine.path).toBe(result.engine.path);
  });

  it("serves a project whose own tfjs-node fails", async () => {
    await install([working("wheel")]);
    writePackage(project);
    const crash = async () => {
      throw engineError("illegal-instruction", undefined);
    };
    const result = await install(candidates, {}, crash);
    expect(result.passedOver.map(({ error }) => error.reason)).toEqual([
      "illegal-instruction",
      "folder-not-set",
    ]);
    expect(result.engine.manifest.kind).toBe("wheel");
  });
});

describe("an engine that is being replaced", () => {
  it("is there for every reader until the next one is", async () => {
    await install([working("wheel")]);
    let replacing = true;
    const replaced = (async () => {
      for (let i = 0; i < 10; i++) await install([working("wheel")], { force: true });
      replacing = false;
    })();
    const manifest = join(engineFolder(), "manifest.json");
    while (replacing) expect((await readManifest(manifest, debian))?.manifest.kind).toBe("wheel");
    await replaced;
  });
});

describe("processes that install at once", () => {
  it("build one engine between them", async () => {
    const record = join(project, "record");
    writeFileSync(record, "");
    const children = [1, 2, 3].map(() =>
      startChild("install-child.ts", [record, "1000"], { ...process.env, ...env }),
    );
    const results = await Promise.all(children.map(({ ended }) => ended));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readFileSync(record, "utf8")).toBe("built\n");
    const outputs = results.map(({ output }) => output.split("\n").at(-2)).sort();
    expect(outputs).toEqual(["installed", "reused", "reused"]);
  });

  it("outlive one that is killed half way", async () => {
    const record = join(project, "record");
    writeFileSync(record, "");
    const { child, said, ended } = startChild("install-child.ts", [record, "100000"], {
      ...process.env,
      ...env,
    });
    await said("building");
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(join(engineFolder(), "manifest.json"))).toBe(false);
    const next = await startChild("install-child.ts", [record, "0"], { ...process.env, ...env }).ended;
    expect(next).toEqual({ code: 0, output: "building\ninstalled\n" });
    expect(inCache()).toEqual(["manifest.json", "wheel-2.21.0-cpu-linux-x64"]);
  });
});

describe("progress", () => {
  it("names the phases in order and keeps the time of each", async () => {
    const phases: string[] = [];
    const { times } = await install([working("wheel")], { onProgress: ({ phase }) => phases.push(phase) });
    expect(phases).toEqual(["probe", "publish"]);
    expect(times.map(({ phase }) => phase)).toEqual(phases);
  });
});
