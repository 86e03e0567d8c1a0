import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder } from "../runtime/temporary.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = temporaryFolder();
const loadedFile = pathToFileURL(join(folder, "loaded.mjs")).href;

/** Writes, when its process ends, which native libraries it has loaded. */
writeFileSync(
  join(folder, "loaded.mjs"),
  `process.on("exit", () => {
    const { sharedObjects } = process.report.getReport();
    process.stderr.write("LOADED" + JSON.stringify(sharedObjects.filter((file) => /\\.node$|tensorflow/.test(file))));
  });`,
);

function loadedBy(...command: string[]): string[] {
  const { stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--import", loadedFile, ...command],
    {
      cwd: repository,
      encoding: "utf8",
    },
  );
  expect(status, stderr).toBe(0);
  return JSON.parse(stderr.slice(stderr.lastIndexOf("LOADED") + "LOADED".length)) as string[];
}

it("checks without loading TensorFlow or any other native library", () => {
  expect(loadedBy("cli/main.ts", "check", "bench/models/gated.fuse")).toEqual([]);
  // That nothing is found means something only where something would be.
  expect(loadedBy("--eval", 'import("sharp")')).toContainEqual(expect.stringMatching(/sharp.*\.node$/));
});
