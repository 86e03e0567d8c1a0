import { chmodSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  compileBinding,
  findTensorFlow,
  linkLibraries,
  removeNative,
} from "../../../runtime/engine/binding.ts";
import { engineCache } from "../../../runtime/engine/cache.ts";
import { candidates } from "../../../runtime/engine/candidates.ts";
import type { EngineError } from "../../../runtime/engine/error.ts";
import { type Building, withBuildFolder } from "../../../runtime/engine/install-in-cache.ts";
import type { Platform } from "../../../runtime/engine/platform.ts";
import { findProjectPackage } from "../../../runtime/engine/project.ts";
import { downloadNative } from "../../../runtime/engine/tfjs-download.ts";
import { temporaryFolder } from "./support.ts";
import { debian, goodProbe, writeFiles, writePackage } from "./support-fakes.ts";

describe("the project's own package", () => {
  it("is the GPU one before the other, whichever has its addon", () => {
    const project = temporaryFolder();
    const plain = writePackage(project);
    expect(findProjectPackage(project)).toEqual({ folder: plain.folder, binding: plain.binding });
    writePackage(project, { name: "@tensorflow/tfjs-node-gpu", addon: false });
    expect(findProjectPackage(project).folder).toBe(plain.folder);
    const gpu = writePackage(project, { name: "@tensorflow/tfjs-node-gpu" });
    expect(findProjectPackage(project).folder).toBe(gpu.folder);
  });

  it("is found from a folder inside the project, and through a link", () => {
    const project = temporaryFolder();
    const { folder } = writePackage(project);
    writeFiles(project, { "models/shop/a.fuse": "" });
    expect(findProjectPackage(join(project, "models/shop")).folder).toBe(folder);
    const linked = join(temporaryFolder(), "linked");
    symlinkSync(project, linked);
    expect(findProjectPackage(linked).folder).toBe(folder);
  });

  it("is told to be missing, or to lack its native part", () => {
    const project = temporaryFolder();
    expect(() => findProjectPackage(project)).toThrow(expect.objectContaining({ reason: "not-in-project" }));
    writePackage(project, { addon: false });
    expect(() => findProjectPackage(project)).toThrow(expect.objectContaining({ reason: "addon-missing" }));
  });
});

describe("a TensorFlow folder", () => {
  const layouts = {
    wheel: {
      folder: "tensorflow",
      files: ["tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"],
      include: "tensorflow/include",
      lib: "tensorflow",
    },
    "C library": {
      folder: ".",
      files: ["lib/libtensorflow.so.2", "lib/libtensorflow_framework.so.2"],
      include: "include",
      lib: "lib",
    },
    "lib of a C library": { folder: "lib", files: ["lib/libtensorflow.so"], include: "include", lib: "lib" },
    macOS: { folder: ".", files: ["lib/libtensorflow.2.dylib"], include: "include", lib: "lib" },
  };

  it.each(Object.entries(layouts))("may be laid out as a %s", (_, { folder, files, include, lib }) => {
    const root = temporaryFolder();
    const all = [...files, `${include}/tensorflow/c/c_api.h`];
    writeFiles(root, Object.fromEntries(all.map((name) => [name, ""])));
    expect(findTensorFlow(join(root, folder))).toEqual({
      include: join(root, include),
      lib: join(root, lib),
      link: files.map((file) => file.slice(lib.length + 1)),
    });
  });

  it("is refused without a library, and without headers", () => {
    const root = temporaryFolder();
    expect(() => findTensorFlow(root)).toThrow(expect.objectContaining({ reason: "no-library" }));
    writeFiles(root, { "libtensorflow.so": "" });
    expect(() => findTensorFlow(root)).toThrow(expect.objectContaining({ reason: "no-tensorflow-headers" }));
  });

  it("is linked into the package, libraries only", async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      "libtensorflow.so.2": "the library",
      "libtensorflow_framework.so.2": "",
      "python.so": "",
    });
    const { folder } = writePackage(temporaryFolder());
    const target = { name: "x", version: "1", folder };
    await linkLibraries(target, root);
    expect(readFileSync(join(folder, "deps/lib/libtensorflow.so.2"), "utf8")).toBe("the library");
    expect(() => readFileSync(join(folder, "deps/lib/python.so"))).toThrow();
    await removeNative(folder);
    expect(readFileSync(join(root, "libtensorflow.so.2"), "utf8")).toBe("the library");
  });
});

describe("compiling the binding", () => {
  const compiling = async (compiler: string) => {
    const folder = temporaryFolder();
    const command = join(folder, "compiler");
    writeFileSync(command, `#!/bin/sh\n${compiler}\n`);
    chmodSync(command, 0o755);
    const target = { name: "x", version: "1", ...writePackage(folder) };
    writeFiles(target.folder, { "binding/tfjs_backend.cc": "" });
    writeFiles(folder, { "node_modules/node-api-headers/include/node_api.h": "" });
    const tensorflow = { include: "/tf/include", lib: "/tf/lib", link: ["libtensorflow.so.2"] };
    const log = join(folder, "compile.log");
    const options = { compiler: { command, args: [] }, env: process.env, log, report: () => {} };
    return { log, result: compileBinding(target, tensorflow, options) };
  };

  it("gives the tail of the compiler's output and the file with all of it", async () => {
    const { log, result } = await compiling(`echo "a.cc:1: fatal error: no such header" >&2; exit 1`);
    await expect(result).rejects.toMatchObject({
      reason: "compile-failed",
      message: expect.stringContaining("a.cc:1: fatal error: no such header"),
      log,
    });
    expect(readFileSync(log, "utf8")).toContain("fatal error");
  });

  it("tells a full disk from a fault in the code", async () => {
    const { result } = await compiling(`echo "error: No space left on device" >&2; exit 1`);
    await expect(result).rejects.toMatchObject({ reason: "no-space" });
  });
});

describe("tfjs's own download", () => {
  const downloading = async (script: string, env: NodeJS.ProcessEnv = {}) => {
    const { folder } = writePackage(temporaryFolder(), { addon: false });
    writeFiles(folder, {
      "scripts/install.js": script,
      "package.json": JSON.stringify({
        name: "x",
        version: "1",
        binary: { host: "https://no-such-host.invalid/x" },
      }),
    });
    const log = join(folder, "tfjs.log");
    const options = { env: { PATH: process.env.PATH, ...env }, gpu: false, log, report: () => {} };
    await downloadNative({ name: "x", version: "1", folder }, options);
    return folder;
  };
  const reachable = { TFJS_NODE_BASE_URI: "http://localhost/" };

  it("is passed over at once where its host has no address", async () => {
    await expect(downloading("throw new Error('not run')")).rejects.toMatchObject({
      reason: "no-network",
      message: expect.stringContaining("no-such-host.invalid"),
    });
  });

  it("leaves it to the proxy to find the host", async () => {
    const attempt = downloading("console.error('getaddrinfo ENOTFOUND'); process.exit(1)", {
      HTTPS_PROXY: "http://p",
    });
    await expect(attempt).rejects.toMatchObject({ reason: "no-network" });
  });

  it("runs the package's script in its folder, for CPU or GPU", async () => {
    const script = `const fs = require("fs"); fs.mkdirSync("deps/lib", { recursive: true });
      fs.writeFileSync("deps/lib/libtensorflow.so.2", process.argv.slice(2).join(" "));`;
    const folder = await downloading(script, reachable);
    expect(readFileSync(join(folder, "deps/lib/libtensorflow.so.2"), "utf8")).toBe("cpu download");
  });

  it.each([
    ["process.exit(0)", "download-failed"],
    ["console.error('HTTP 404'); process.exit(1)", "download-failed"],
    ["console.error('connect ECONNREFUSED'); process.exit(1)", "no-network"],
    ["console.error('ENOSPC: no space left'); process.exit(1)", "no-space"],
  ])("does not take the script at its word: %s", async (script, reason) => {
    await expect(downloading(script, reachable)).rejects.toMatchObject({ reason });
  });
});

describe("each candidate", () => {
  const reasonOf = async (kind: string, platform: Platform, env: NodeJS.ProcessEnv, gpu = false) => {
    const cache = engineCache({ FUSEWIRE_CACHE: temporaryFolder() });
    const noPackages = async () => {
      throw new Error("packages were asked for");
    };
    const work = {
      cache,
      platform,
      env,
      cwd: temporaryFolder(),
      gpu,
      report: () => {},
      probe: async () => goodProbe,
    };
    const candidate = candidates.find((one) => one.kind === kind)!;
    return withBuildFolder(work, (building: Building) =>
      candidate.obtain({ ...building, packages: noPackages }),
    ).then(
      () => "works",
      (error: EngineError) => error.reason ?? error.message,
    );
  };
  const musl: Platform = { ...debian, libc: { name: "musl" } };
  const windows: Platform = { ...debian, os: "win32", libc: { name: "system" } };
  const PATH = process.env.PATH;

  it.each([
    ["project", debian, {}, "not-in-project"],
    ["folder", debian, {}, "folder-not-set"],
    ["folder", debian, { FUSEWIRE_LIBTENSORFLOW: "/no/such/folder" }, "folder-missing"],
    ["folder", debian, { FUSEWIRE_LIBTENSORFLOW: import.meta.dirname }, "no-library"],
    ["folder", windows, { FUSEWIRE_LIBTENSORFLOW: import.meta.dirname }, "unsupported-platform"],
    ["tfjs", musl, {}, "musl"],
    ["tfjs", debian, {}, "packages were asked for"],
    ["wheel", musl, {}, "musl"],
    ["wheel", { ...debian, arch: "arm64" }, { PATH }, "no-pinned-wheel"],
    ["wheel", debian, { PATH: "" }, "missing-tool"],
    ["wheel", debian, { PATH }, "packages were asked for"],
  ] as const)("%s finds out early what is in its way (%j %j: %s)", async (kind, platform, env, reason) => {
    expect(await reasonOf(kind, platform, env)).toBe(reason);
  });
});
