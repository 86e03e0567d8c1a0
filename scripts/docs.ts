/** Writes the reference in `docs/reference/`; with `--check`, exits with 1 where it is not what it should be. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { referencePages } from "../compiler/reference/pages.ts";

const folder = fileURLToPath(new URL("../docs/reference/", import.meta.url));
const check = process.argv.includes("--check");

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(referencePages())) {
  const path = folder + name;
  const current = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (current === text) continue;
  if (!check) writeFileSync(path, text);
  else {
    console.error(`docs/reference/${name} is not up to date: run npm run docs`);
    process.exitCode = 1;
  }
}
