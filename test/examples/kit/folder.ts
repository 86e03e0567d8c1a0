import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../../runtime/files/hash.ts";

/** The names of an example's models, without their ending. */
export function modelsOf(example: string): string[] {
  return readdirSync(join("examples", example)).flatMap((name) => {
    const model = /^(.+)\.fuse$/.exec(name)?.[1];
    return model === undefined || model === "parts" ? [] : [model];
  });
}

/** An example's models in a folder where other data may be put beside them. */
export function copyModels(example: string, folder: string): void {
  for (const name of readdirSync(join("examples", example))) {
    if (name.endsWith(".fuse")) cpSync(join("examples", example, name), join(folder, name));
  }
}

/** The hash of each file of a folder, by its path. */
export function hashesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), sha256(readFileSync(path))]),
  );
}
