import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { probeError, runProbe } from "../../../runtime/engine/probe.ts";
import { probe, writeProbeModel } from "../../../runtime/engine/probe-model.ts";
import { temporaryFolder } from "./support.ts";
import { debian, writePackage } from "./support-fakes.ts";

describe("the probe's numbers", () => {
  it("are those of gradient descent, worked out here in ordinary arithmetic", () => {
    const [x, y] = [probe.inputs.x.values, probe.inputs.y.values];
    let w = [0, 0];
    const losses = probe.losses.map(() => {
      const error = [0, 1].map((row) => x[2 * row]! * w[0]! + x[2 * row + 1]! * w[1]! - y[row]!);
      const gradient = [0, 1].map((column) => x[column]! * error[0]! + x[2 + column]! * error[1]!);
      w = w.map((value, i) => value - gradient[i]! / 16);
      return (error[0]! ** 2 + error[1]! ** 2) / 2;
    });
    expect(losses).toEqual(probe.losses);
    expect(w).toEqual(probe.weights);
  });

  it("are exact in float32, so that no rounding excuses others", () => {
    for (const value of [...probe.losses, ...probe.weights]) expect(Math.fround(value)).toBe(value);
  });

  it("come from a model that is the same at every writing", () => {
    const [a, b] = [temporaryFolder(), temporaryFolder()];
    writeProbeModel(a);
    writeProbeModel(b);
    expect(readFileSync(join(a, "saved_model.pb"))).toEqual(readFileSync(join(b, "saved_model.pb")));
  });
});

/** A package that answers the trial run as it is told, without any TensorFlow. */
const answering = (losses: readonly number[], { gpu = false, log = "" } = {}) => `
  console.error(${JSON.stringify(log)});
  const losses = ${JSON.stringify(losses)};
  const value = (data) => ({ dataSync: () => data });
  exports.tensor = () => ({});
  exports.backend = () => ({ binding: { TF_Version: "2.9.1", isUsingGpuDevice: () => ${gpu} } });
  exports.node = { loadSavedModel: async (_, __, name) => ({
    predict: () => name === "train" ? { loss: value([losses.shift()]) } : { w: value(${JSON.stringify(probe.weights)}) },
  }) };`;

const trial = (index: string) => {
  const { folder } = writePackage(temporaryFolder(), { index });
  return runProbe(folder, { platform: debian, env: process.env });
};

describe("the trial run", () => {
  it("tells what it found", async () => {
    const index = answering(probe.losses, {
      gpu: true,
      log: "port.cc:153] oneDNN custom operations are on. You may",
    });
    expect(await trial(index)).toEqual({ tensorflowVersion: "2.9.1", devices: ["cpu", "gpu"], oneDNN: true });
    expect(await trial(answering(probe.losses))).toMatchObject({ devices: ["cpu"], oneDNN: false });
  });

  it.each([
    [answering([2.5, 1.5]), "wrong-numbers"],
    [answering([2.5, Number.NaN]), "wrong-numbers"],
    [`process.kill(process.pid, "SIGSEGV")`, "crashed"],
    [`process.kill(process.pid, "SIGILL")`, "illegal-instruction"],
    [`process.abort()`, "crashed"],
    [`process.exit(0)`, "crashed"],
    [
      `throw new Error("libgomp.so.1: cannot open shared object file: No such file or directory")`,
      "unloadable",
    ],
    [`throw new Error("/a/libtensorflow.so.2: wrong ELF class: ELFCLASS32")`, "wrong-architecture"],
    [`throw new Error("anything else")`, "unloadable"],
  ])("survives a package that fails: %s", async (index, reason) => {
    await expect(trial(index)).rejects.toMatchObject({ reason });
  });
});

describe("what a loader's complaint means", () => {
  const told = (output: string) => probeError({ code: 1, signal: null, output }, debian);

  it("names the missing library", () => {
    const error = told(
      "Error: libcudart.so.12: cannot open shared object file: No such file or directory\n  at x",
    );
    expect(error.message).toContain("libcudart.so.12: cannot open shared object file");
  });

  it("names the glibc that is needed", () => {
    const error = told(
      "Error: /lib/libm.so.6: version `GLIBC_2.38' not found (required by /x/libtensorflow.so.2)",
    );
    expect(error).toMatchObject({
      reason: "old-glibc",
      message: expect.stringMatching(/2\.36 is older than 2\.38/),
    });
  });

  it("does not take a too old libstdc++ for a too old glibc", () => {
    const error = told(
      "Error: /lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /x/a.node)",
    );
    expect(error).toMatchObject({ reason: "unloadable", message: expect.stringContaining("GLIBCXX_3.4.30") });
  });

  it("names the file that was built for another machine", () => {
    const error = told("Error: /c/lib/napi-v8/tfjs_binding.node: invalid ELF header");
    expect(error).toMatchObject({
      reason: "wrong-architecture",
      message: expect.stringContaining("/c/lib/napi-v8/tfjs_binding.node"),
    });
  });
});
