import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { engineCache } from "../../../runtime/engine/cache.ts";
import { type DoctorReport, doctorReport } from "../../../runtime/engine/doctor.ts";
import { engineError } from "../../../runtime/engine/error.ts";
import { bindingRecord, newManifest, writeManifest } from "../../../runtime/engine/manifest.ts";
import type { Platform } from "../../../runtime/engine/platform.ts";
import type { ProbeResult } from "../../../runtime/engine/probe.ts";
import { temporaryFolder } from "./support.ts";
import { debian, goodProbe, writePackage } from "./support-fakes.ts";

interface Machine {
  readonly platform?: Platform;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether the installed engine was built for CUDA; no engine when left out. */
  readonly gpu?: boolean;
  readonly project?: string;
  readonly probe?: () => Promise<ProbeResult>;
  readonly onnx?: () => Promise<string>;
}

async function examine({
  platform = debian,
  env = {},
  gpu,
  project,
  probe,
  onnx,
}: Machine): Promise<DoctorReport> {
  const all = { FUSEWIRE_CACHE: temporaryFolder(), ...env };
  if (gpu !== undefined) {
    const cache = engineCache(all);
    const { folder, binding } = writePackage(join(cache.folder, "wheel-1"));
    const manifest = newManifest({
      kind: "wheel",
      package: { name: "@tensorflow/tfjs-node-gpu", version: "4.22.0", folder },
      binding: await bindingRecord(binding),
      library: { gpu, source: "a.whl", sha256: "00" },
      platform,
      probe: goodProbe,
      env: {},
    });
    await writeManifest(cache.manifest, manifest);
  }
  const parts = { platform, probe: probe ?? (async () => goodProbe), onnx: onnx ?? (async () => "1.30.0") };
  return doctorReport({ env: all, cwd: project ?? temporaryFolder() }, parts);
}

const troubles = ({ findings }: DoctorReport) =>
  findings
    .filter(({ level }) => level !== "ok")
    .map(({ level, subject, help }) => `${level} ${subject}: ${help}`);

const noOnnx = () => Promise.reject(new Error("no such library"));

describe("a healthy machine", () => {
  it("has nothing to be mended, and says what it has", async () => {
    const report = await examine({ gpu: false });
    expect(troubles(report)).toEqual([]);
    expect(report.healthy).toBe(true);
    expect(report.findings.map(({ subject }) => subject)).toEqual([
      "node",
      "cache",
      "engine",
      "tensorflow",
      "devices",
      "oneDNN",
      "onnx",
      "threads",
    ]);
    expect(report.description).toMatchObject({
      node: debian.node,
      threads: { intra: 4, inter: 4 },
      engine: { kind: "wheel", tensorflow: { version: "2.21.0" } },
    });
  });
});

describe("what is wrong is told with what to do", () => {
  it.each<[string, Machine, RegExp]>([
    ["no engine", {}, /^warning engine: Run: fusewire engine install/],
    [
      "neither engine",
      { onnx: noOnnx },
      /^error engine: Run: fusewire engine install\nwarning onnx: Run: npm install onnxruntime-node$/,
    ],
    ["an old Node", { gpu: false, platform: { ...debian, node: "18.20.0" } }, /^error node: Install Node 20/],
    [
      "an engine that crashes",
      { gpu: false, probe: () => Promise.reject(engineError("illegal-instruction", undefined)) },
      /^error engine: .*AVX/,
    ],
    ["CUDA without a GPU", { gpu: true }, /^warning devices: .*nvidia-smi/],
    [
      "oneDNN turned off",
      {
        gpu: false,
        env: { TF_ENABLE_ONEDNN_OPTS: "0" },
        probe: async () => ({ ...goodProbe, oneDNN: false }),
      },
      /^warning oneDNN: Unset TF_ENABLE_ONEDNN_OPTS/,
    ],
    [
      "a build without oneDNN",
      { gpu: false, probe: async () => ({ ...goodProbe, oneDNN: false }) },
      /^warning oneDNN: .*built without/,
    ],
    [
      "too many threads",
      { gpu: false, env: { TF_NUM_INTRAOP_THREADS: "64" } },
      /^warning threads: .*lower TF_NUM_/,
    ],
  ])("%s", async (_, machine, expected) => {
    const report = await examine(machine);
    expect(troubles(report).join("\n")).toMatch(expected);
    expect(report.healthy).toBe(troubles(report).every((text) => !text.startsWith("error")));
  });

  it("a package in the project that cannot be used, although another engine serves", async () => {
    const project = temporaryFolder();
    writePackage(project, { addon: false });
    const report = await examine({ gpu: false, project });
    expect(troubles(report)).toEqual([expect.stringMatching(/^warning engine: Run "npm rebuild/)]);
    expect(report.healthy).toBe(true);
  });

  it("nothing about a GPU that is there", async () => {
    const report = await examine({
      gpu: true,
      probe: async () => ({ ...goodProbe, devices: ["cpu", "gpu"] }),
    });
    expect(troubles(report)).toEqual([]);
  });
});
