import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findNodeHeaders } from "../../../runtime/engine/headers.ts";
import {
  looksLikeFullDisk,
  looksLikeNetwork,
  runCommand,
  tail,
} from "../../../runtime/engine/run-command.ts";
import { findCompiler, findNpm, findPip } from "../../../runtime/engine/tools.ts";
import { temporaryFolder } from "./support.ts";
import { writeFiles } from "./support-fakes.ts";

/** A search path that has just these programs. */
function pathWith(programs: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  for (const [name, source] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${source}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { PATH: folder };
}

describe("the compiler", () => {
  it("is g++ before c++ before clang++, and CXX before all", () => {
    const env = pathWith({ "g++": "", "c++": "", "clang++": "", mine: "" });
    expect(findCompiler(env).command).toBe(join(env.PATH!, "g++"));
    expect(findCompiler({ ...env, CXX: "mine -m64" })).toEqual({
      command: join(env.PATH!, "mine"),
      args: ["-m64"],
    });
    expect(findCompiler(pathWith({ "clang++": "" })).command).toMatch(/clang\+\+$/);
  });

  it("is asked for by the name of its package when it is missing", () => {
    const finding = () => findCompiler(pathWith({}));
    expect(finding).toThrow(
      expect.objectContaining({
        reason: "missing-tool",
        help: expect.stringContaining("apt-get install g++"),
      }),
    );
    expect(() => findCompiler({ ...pathWith({}), CXX: "icpx" })).toThrow(/icpx was not found/);
  });
});

describe("pip", () => {
  it("is Python's module where there is one", async () => {
    const env = pathWith({ python3: "exit 0", pip3: "" });
    const { pip, python } = await findPip(env);
    expect(pip).toEqual({ command: python.command, args: ["-m", "pip"] });
  });

  it("is the command of its own where Python lacks the module", async () => {
    const env = pathWith({ python3: "exit 1", pip3: "" });
    expect((await findPip(env)).pip).toEqual({ command: join(env.PATH!, "pip3"), args: [] });
  });

  it.each([
    [{}, "python3", "apt-get install python3"],
    [{ python3: "exit 1" }, "pip", "apt-get install python3-pip"],
  ])("is asked for when it is missing: %j", async (programs, tool, help) => {
    await expect(findPip(pathWith(programs))).rejects.toMatchObject({
      reason: "missing-tool",
      message: expect.stringContaining(`${tool} was not found`),
      help: expect.stringContaining(help),
    });
  });
});

describe("npm", () => {
  it("is the one beside the running Node, else the one on the search path", () => {
    const prefix = temporaryFolder();
    const node = join(prefix, "bin", "node");
    writeFiles(prefix, { "bin/node": "" });
    const env = pathWith({ npm: "" });
    expect(() => findNpm(pathWith({}), node)).toThrow(/npm was not found/);
    expect(findNpm(env, node)).toEqual({ command: join(env.PATH!, "npm"), args: [] });
    const script = "lib/node_modules/npm/bin/npm-cli.js";
    writeFiles(prefix, { [script]: "" });
    expect(findNpm(env, node)).toEqual({ command: node, args: [join(prefix, script)] });
  });
});

describe("Node's headers", () => {
  const search = (present: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    findNodeHeaders({
      node: "/opt/node/bin/node",
      env,
      modules: "/cache/node_modules",
      exists: (file) => present.includes(file),
    });
  const own = "/opt/node/include/node";
  const debian = "/usr/include/node";
  const npm = "/cache/node_modules/node-api-headers/include";
  const all = [own, debian, npm].map((folder) => `${folder}/node_api.h`);

  it("are those of the running Node, else the system's, else the package's", () => {
    expect(search(all)).toBe(own);
    expect(search(all.slice(1))).toBe(debian);
    expect(search(all.slice(2))).toBe(npm);
  });

  it("are those of npm's nodedir where it is set", () => {
    expect(search([...all, "/src/node/include/node/node_api.h"], { npm_config_nodedir: "/src/node" })).toBe(
      "/src/node/include/node",
    );
  });

  it("are told with everywhere that was searched when there are none", () => {
    const searching = () => search([]);
    for (const folder of [own, debian, npm]) expect(searching).toThrow(folder);
    expect(searching).toThrow(expect.objectContaining({ reason: "no-node-headers" }));
  });
});

describe("running a program", () => {
  const node = (source: string, options: { timeout?: number; log?: string } = {}) =>
    runCommand(process.execPath, ["-e", source], { timeout: 60_000, ...options });

  it("gives its status and what it printed", async () => {
    const result = await node(`console.log("out"); console.error("err"); process.exitCode = 3`);
    expect(result).toMatchObject({ code: 3, signal: null, timedOut: false, stdout: "out\n" });
    expect(result.output).toContain("err");
  });

  it("ends it and all that it started when its time is over", async () => {
    const folder = temporaryFolder();
    const grandchild = `setTimeout(() => require("fs").writeFileSync(${JSON.stringify(join(folder, "late"))}, ""), 3000)`;
    const source = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" }); setTimeout(() => {}, 100000)`;
    const result = await node(source, { timeout: 500 });
    // The output closes only when the grandchild is gone as well.
    expect(result).toMatchObject({ timedOut: true, signal: "SIGKILL" });
  });

  it("does not throw when there is no such program", async () => {
    const result = await runCommand("/nowhere/program", [], { timeout: 1_000 });
    expect(result.code).toBeNull();
    expect(result.output).toContain("ENOENT");
  });

  it("keeps a log of all commands, without endless arguments", async () => {
    const log = join(temporaryFolder(), "logs", "a.log");
    await node(`console.log(1)`, { log });
    await node(`console.log(2) // ${"x".repeat(500)}`, { log });
    const { readFileSync } = await import("node:fs");
    const text = readFileSync(log, "utf8");
    expect(text).toMatch(/1\n[\s\S]*2\n/);
    expect(text).not.toContain("x".repeat(200));
  });

  it("tells the last lines", () => {
    expect(tail("a\n\nb  \nc\n", 2)).toBe("b\nc");
  });

  it.each([
    ["npm error code ENOTFOUND", true, false],
    ["[Errno -2] Name or service not known", true, false],
    ["OSError: [Errno 28] No space left on device", false, true],
    ["error: expected ';'", false, false],
  ])("knows the usual troubles: %s", (output, network, disk) => {
    expect([looksLikeNetwork(output), looksLikeFullDisk(output)]).toEqual([network, disk]);
  });
});
