import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import {
  bindingRecord,
  type Manifest,
  newManifest,
  readManifest,
  writeManifest,
} from "../../../runtime/engine/manifest.ts";
import { temporaryFolder } from "./support.ts";
import { debian, goodProbe, writePackage } from "./support-fakes.ts";

let cache: string;
let file: string;
let manifest: Manifest;

const make = async (kind: Manifest["kind"], folder: string) => {
  const { folder: place, binding } = writePackage(folder);
  return newManifest({
    kind,
    package: { name: "@tensorflow/tfjs-node", version: "4.22.0", folder: place },
    binding: await bindingRecord(binding),
    library: { gpu: false, source: "a.whl", sha256: "00" },
    platform: debian,
    probe: goodProbe,
    env: {},
  });
};

beforeEach(async () => {
  cache = join(temporaryFolder(), "engine");
  mkdirSync(cache);
  file = join(cache, "manifest.json");
  manifest = await make("wheel", join(cache, "wheel-1"));
});

describe("a manifest", () => {
  it("reads back as it was written", async () => {
    await writeManifest(file, manifest);
    const found = await readManifest(file, debian);
    expect(found?.path).toBe(manifest.path);
    expect(found?.binding).toBe(manifest.binding.path);
    expect({ ...found?.manifest, path: "", binding: "" }).toEqual({ ...manifest, path: "", binding: "" });
  });

  it("still leads to its engine when the cache is moved or copied", async () => {
    await writeManifest(file, manifest);
    const moved = `${cache}-moved`;
    renameSync(cache, moved);
    const copy = `${cache}-copy`;
    cpSync(moved, copy, { recursive: true });
    for (const place of [moved, copy]) {
      const found = await readManifest(join(place, "manifest.json"), debian);
      expect(found?.path.startsWith(place)).toBe(true);
    }
  });

  it("is none where there is no file", async () => {
    expect(await readManifest(join(cache, "none.json"), debian)).toBeUndefined();
  });

  it("remembers that oneDNN can be on although the user has it off", async () => {
    const off = { ...goodProbe, oneDNN: false };
    const record = {
      kind: "wheel",
      binding: manifest.binding,
      library: manifest.tensorflow,
      platform: debian,
    } as const;
    const found = { name: "x", version: "1", folder: "/x" };
    expect(newManifest({ ...record, package: found, probe: off, env: {} }).oneDNN).toBe(false);
    expect(
      newManifest({ ...record, package: found, probe: off, env: { TF_ENABLE_ONEDNN_OPTS: "0" } }).oneDNN,
    ).toBe(true);
  });
});

describe("a manifest that cannot be used", () => {
  const reading = () => readManifest(file, debian);

  it("is told when it is not JSON", async () => {
    writeFileSync(file, "{");
    await expect(reading()).rejects.toMatchObject({
      reason: "bad-manifest",
      message: expect.stringContaining("not JSON"),
    });
  });

  it.each(
    Object.keys({
      format: 0,
      kind: 0,
      package: 0,
      path: 0,
      binding: 0,
      tensorflow: 0,
      platform: 0,
      devices: 0,
    }),
  )("is told when %s is missing or of another type", async (name) => {
    for (const value of [undefined, 7]) {
      writeFileSync(file, JSON.stringify({ ...manifest, [name]: value }));
      await expect(reading()).rejects.toMatchObject({
        reason: "bad-manifest",
        message: expect.stringContaining(name),
      });
    }
  });

  it("is told whatever JSON it holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        writeFileSync(file, JSON.stringify(value));
        await expect(reading()).rejects.toMatchObject({ reason: "bad-manifest" });
      }),
      { numRuns: 50 },
    );
  });

  it("is told when it was made on another kind of machine", async () => {
    await writeManifest(file, manifest);
    await expect(readManifest(file, { ...debian, arch: "arm64" })).rejects.toMatchObject({
      reason: "wrong-architecture",
      message: expect.stringContaining("linux-arm64"),
    });
  });

  it("is told when the addon is gone, or is another", async () => {
    await writeManifest(file, manifest);
    writeFileSync(manifest.binding.path, "another addon");
    await expect(reading()).rejects.toMatchObject({ message: expect.stringContaining("has changed") });
    rmSync(manifest.binding.path);
    await expect(reading()).rejects.toMatchObject({ message: expect.stringContaining("is not there") });
  });

  it("is told when a project's addon was rebuilt to the same size", async () => {
    const own = await make("project", temporaryFolder());
    await writeManifest(file, own);
    expect((await reading())?.path).toBe(own.path);
    utimesSync(own.binding.path, new Date(), new Date(Date.now() + 5_000));
    await expect(reading()).rejects.toMatchObject({ reason: "bad-manifest" });
  });
});
