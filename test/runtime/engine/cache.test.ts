import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  cacheRoot,
  engineCache,
  makeBuildFolder,
  publish,
  removeLeftovers,
  removeOtherEngines,
  writeAtomically,
} from "../../../runtime/engine/cache.ts";
import { temporaryFolder } from "./support.ts";
import { writeFiles } from "./support-fakes.ts";

describe("the place of the cache", () => {
  it("is FUSEWIRE_CACHE before XDG_CACHE_HOME before ~/.cache", () => {
    expect(cacheRoot({ FUSEWIRE_CACHE: "/a", XDG_CACHE_HOME: "/b" })).toBe("/a");
    expect(cacheRoot({ XDG_CACHE_HOME: "/b" })).toBe(join("/b", "fusewire"));
    expect(cacheRoot({})).toBe(join(homedir(), ".cache", "fusewire"));
  });

  it("treats an empty variable as one that is not set", () => {
    expect(cacheRoot({ FUSEWIRE_CACHE: "", XDG_CACHE_HOME: "" })).toBe(join(homedir(), ".cache", "fusewire"));
  });
});

const newCache = () => engineCache({ FUSEWIRE_CACHE: temporaryFolder() });

describe("publishing", () => {
  it("moves all of a build folder to a place of its own", async () => {
    const cache = newCache();
    const places: string[] = [];
    for (const content of ["old", "new"]) {
      const build = await makeBuildFolder(cache);
      writeFiles(build, { "a/b.txt": content });
      places.push(await publish(cache, build, "wheel-1"));
      expect(existsSync(build)).toBe(false);
    }
    expect(places.map((place) => readFileSync(join(place, "a/b.txt"), "utf8"))).toEqual(["old", "new"]);
    expect(readdirSync(cache.folder)).toHaveLength(2);
  });

  it("removes other engines and nothing else", async () => {
    const cache = newCache();
    writeFiles(cache.folder, {
      "wheel-1/x": "",
      "wheel-2/x": "",
      "folder-2/x": "",
      "logs/x": "",
      "manifest.json": "{}",
    });
    await removeOtherEngines(cache, join(cache.folder, "wheel-1"));
    expect(readdirSync(cache.folder).sort()).toEqual(["logs", "manifest.json", "wheel-1"]);
  });

  it("removes what interrupted installations left", async () => {
    const cache = newCache();
    const build = await makeBuildFolder(cache);
    writeFiles(build, { "half.txt": "" });
    writeFiles(cache.folder, { "wheel-1/x": "" });
    await removeLeftovers(cache);
    expect(readdirSync(cache.folder)).toEqual(["wheel-1"]);
  });
});

describe("writing a file", () => {
  it("shows readers the whole of one version, never a part", async () => {
    const file = join(temporaryFolder(), "manifest.json");
    const versions = ["a", "b"].map((letter) => letter.repeat(200_000));
    await writeAtomically(file, versions[0]!);
    let writing = true;
    const writer = (async () => {
      for (let i = 0; i < 50; i++) await writeAtomically(file, versions[i % 2]!);
      writing = false;
    })();
    const seen = new Set<string>();
    while (writing) seen.add(await readFile(file, "utf8"));
    await writer;
    expect([...seen].filter((content) => !versions.includes(content))).toEqual([]);
    expect(seen.size).toBeGreaterThan(0);
  });

  it("leaves no draft behind when it fails, and says what to do", async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, "taken"));
    await expect(writeAtomically(join(folder, "taken"), "x")).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["taken"]);
  });
});
