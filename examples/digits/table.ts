/**
 * Trains each model of digits with five seeds that played no part in tuning, measures it on the test split, and writes
 * the tables of README.md beside this file. What is measured is kept in `runs/digits-table` until then, so that a table
 * that was broken off goes on where it stood.
 */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureModels } from "../kit/compare.ts";
import { writeBetweenMarks } from "../kit/marked.ts";
import { verdict, withSubsets } from "../kit/verdict.ts";
import { prepareDigits } from "./prepare.ts";
import { MODELS } from "./settings.ts";
import { digitSources } from "./sources.ts";

const here = dirname(fileURLToPath(import.meta.url));
const readme = join(here, "README.md");
const kept = join(here, "../../runs/digits-table");

await prepareDigits(join(here, "data"), digitSources());
const measured = await measureModels({ folder: here, kept, models: MODELS, subsets: true });
const tables = { digits: verdict(measured), subsets: withSubsets(measured) };
for (const [name, table] of Object.entries(tables)) {
  console.log(`\n${table}`);
  writeBetweenMarks(readme, name, table);
}
rmSync(kept, { recursive: true, force: true });
