/** Builds the model of a run for pages, `runs/emoji` where none is named, and serves the page with it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "../../../runtime/build/build.ts";
import { browser } from "../../../runtime/build/targets/browser.ts";
import { servePage } from "./server.ts";

const PORT = 8321;
const run = process.argv[2] ?? "runs/emoji";

if (!existsSync(run)) {
  console.error(`There is no ${run}: train the model first, with npm run emoji.`);
  process.exit(1);
}
const model = join(run, "browser");
await build(run, browser, { out: model, force: true });
await servePage(model, PORT);
console.log(`http://localhost:${PORT}`);
