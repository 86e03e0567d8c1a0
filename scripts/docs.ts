/**
 * Writes the pages of the documentation that follow from declarations; with `--check`, exits with 1 where one is not what
 * it should be.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { referencePages } from "../compiler/reference/pages.ts";
import { verifyPage } from "../runtime/verify/page.ts";

const folder = fileURLToPath(new URL("../docs/", import.meta.url));
const check = process.argv.includes("--check");
const pages: Readonly<Record<string, string>> = {
  "verify.md": verifyPage(),
  ...Object.fromEntries(Object.entries(referencePages()).map(([name, text]) => [`reference/${name}`, text])),
};

mkdirSync(`${folder}reference`, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = folder + name;
  const current = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (current === text) continue;
  if (!check) writeFileSync(path, text);
  else {
    console.error(`docs/${name} is not up to date: run npm run docs`);
    process.exitCode = 1;
  }
}
