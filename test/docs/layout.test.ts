import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { layOut } from "../../format/lay-out.ts";

const FOLDERS = ["bench", "examples", "std"];

/** The source files below some folders. */
function sourcesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".fuse"))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

it("the sources of the repository have the canonical layout: else run `npm run format`", () => {
  const files = FOLDERS.flatMap(sourcesIn);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => layOut(readFileSync(file, "utf8")) !== readFileSync(file, "utf8"))).toEqual(
    [],
  );
});

it.each(["README.md", "docs/language.md"])("so do those in %s", (file) => {
  const blocks = [...readFileSync(file, "utf8").matchAll(/```fuse\n(.*?)```/gs)].map(([, text = ""]) => text);
  expect(blocks.length).toBeGreaterThan(0);
  expect(blocks.map(layOut)).toEqual(blocks);
});
