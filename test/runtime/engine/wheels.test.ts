import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyFile } from "../../../runtime/engine/checksum.ts";
import { fetchWheel, unpackWheel } from "../../../runtime/engine/fetch-wheel.ts";
import { runCommand } from "../../../runtime/engine/run-command.ts";
import { findOnPath } from "../../../runtime/engine/tools.ts";
import { type Wheel, wheelFor } from "../../../runtime/engine/wheels.ts";
import { temporaryFolder } from "./support.ts";
import { debian } from "./support-fakes.ts";

describe("the pinned wheels", () => {
  it.each([false, true])("carry consistent facts (CUDA: %s)", (gpu) => {
    const wheel = wheelFor(debian, gpu);
    expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(wheel.file).toBe(
      `${wheel.package.replace("-", "_")}-${wheel.version}-${wheel.abi}-${wheel.abi}-${wheel.tag}.whl`,
    );
    expect(wheel.abi).toBe(`cp${wheel.python.replace(".", "")}`);
    expect(wheel.tag).toContain(`manylinux_${wheel.glibc.replace(".", "_")}_`);
  });

  it.each([
    [{ ...debian, arch: "arm64" }, "no-pinned-wheel", /linux-arm64/],
    [{ ...debian, os: "darwin", libc: { name: "system" } }, "no-pinned-wheel", /darwin-x64/],
    [{ ...debian, libc: { name: "musl" } }, "musl", /glibc/],
    [{ ...debian, libc: { name: "glibc", version: "2.17" } }, "old-glibc", /2\.17 is older than 2\.27/],
    // 2.9 is older than 2.27, though not as a decimal number
    [{ ...debian, libc: { name: "glibc", version: "2.9" } }, "old-glibc", /2\.9/],
  ] as const)("are refused where they would not run", (platform, reason, message) => {
    const asking = () => wheelFor(platform, false);
    expect(asking).toThrow(message);
    expect(asking).toThrow(expect.objectContaining({ reason }));
  });
});

const content = "a wheel";
const wheel: Wheel = {
  ...wheelFor(debian, false),
  file: "small.whl",
  sha256: createHash("sha256").update(content).digest("hex"),
  bytes: content.length,
};

/** A pip of a few lines of JavaScript. */
function pip(source: string) {
  const folder = temporaryFolder();
  const script = join(folder, "pip.cjs");
  writeFileSync(script, source);
  const messages: string[] = [];
  const options = {
    pip: { command: process.execPath, args: [script] },
    env: process.env,
    log: join(folder, "wheel.log"),
    report: (phase: string) => messages.push(phase),
  };
  return { folder: join(folder, "downloads"), options, messages };
}

const saving = (text: string) =>
  `require("fs").writeFileSync(process.argv[process.argv.indexOf("--dest") + 1] + "/small.whl", ${JSON.stringify(text)});`;

describe("fetching a wheel", () => {
  it("asks pip for exactly the pinned one, whatever Python is there", async () => {
    const { folder, options } = pip(`${saving(content)} console.log(process.argv.slice(2).join(" "))`);
    const file = await fetchWheel(wheel, folder, options);
    expect(readFileSync(file, "utf8")).toBe(content);
    const asked = readFileSync(options.log, "utf8");
    for (const part of [
      "download --no-deps --only-binary=:all:",
      "--python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_27_x86_64",
      "tensorflow-cpu==2.21.0",
    ]) {
      expect(asked).toContain(part);
    }
  });

  it("refuses and deletes one with another checksum", async () => {
    const { folder, options } = pip(saving("another wheel"));
    await expect(fetchWheel(wheel, folder, options)).rejects.toMatchObject({
      reason: "hash-mismatch",
      message: expect.stringContaining(wheel.sha256),
    });
    expect(existsSync(join(folder, "small.whl"))).toBe(false);
  });

  it.each([
    ["Name or service not known\nERROR: No matching distribution found for x", "no-network"],
    ["ERROR: No matching distribution found for tensorflow-cpu==2.21.0", "wheel-not-found"],
    ["OSError: [Errno 28] No space left on device", "no-space"],
    ["ERROR: HTTP error 500", "download-failed"],
  ])("tells what pip's complaint means: %s", async (complaint, reason) => {
    const { folder, options } = pip(`console.error(${JSON.stringify(complaint)}); process.exit(1)`);
    await expect(fetchWheel(wheel, folder, options)).rejects.toMatchObject({
      reason,
      ...(reason === "no-space" ? {} : { log: options.log }),
    });
  });

  it("does not take a pip that saved nothing at its word", async () => {
    const { folder, options } = pip("");
    await expect(fetchWheel(wheel, folder, options)).rejects.toMatchObject({ reason: "wheel-not-found" });
  });
});

describe("unpacking a wheel", () => {
  const command = findOnPath(["python3", "python"], process.env) ?? "python3";
  const python = { command, args: [] };

  it("takes the libraries and the headers, and nothing else", async () => {
    const folder = temporaryFolder();
    const archive = join(folder, "a.whl");
    const names = [
      "tensorflow/libtensorflow_cc.so.2",
      "tensorflow/libtensorflow_framework.so.2",
      "tensorflow.libs/libgomp.so.1",
      "tensorflow/include/tensorflow/c/c_api.h",
      "tensorflow/include/xla/tsl/c/tsl_status.h",
      "tensorflow/include/external/huge.h",
      "tensorflow/python/ops.py",
      "../escaped.txt",
    ];
    const zip = `import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n    [z.writestr(n, n) for n in sys.argv[2:]]`;
    expect((await runCommand(command, ["-c", zip, archive, ...names], { timeout: 60_000 })).code).toBe(0);
    const fractions: number[] = [];
    await unpackWheel(archive, join(folder, "out"), {
      python,
      env: process.env,
      log: join(folder, "log"),
      report: (_, __, fraction) => fractions.push(fraction ?? -1),
    });
    const found = readdirSync(join(folder, "out"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, "out").length + 1));
    expect(found.sort()).toEqual(names.slice(0, 5).sort());
    expect(readdirSync(folder).sort()).toEqual(["a.whl", "out"]);
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  });

  it("tells of an archive that is damaged", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.whl"), "not a zip");
    const options = { python, env: process.env, log: join(folder, "log"), report: () => {} };
    await expect(unpackWheel(join(folder, "a.whl"), folder, options)).rejects.toMatchObject({
      reason: "bad-archive",
    });
  });
});

describe("checking a file", () => {
  it("accepts what has the checksum", async () => {
    const file = join(temporaryFolder(), "a");
    writeFileSync(file, content);
    await verifyFile(file, wheel.sha256);
    expect(existsSync(file)).toBe(true);
  });
});
