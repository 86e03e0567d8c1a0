/**
 * Trains each model of activities with five seeds that played no part in tuning, measures it on the test split, and
 * writes the tables of README.md beside this file. What is measured is kept in `runs/activity-table` until then, so that
 * a table that was broken off goes on where it stood.
 */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureModels } from "../kit/compare.ts";
import { writeBetweenMarks } from "../kit/marked.ts";
import { textsIn } from "../kit/parquet.ts";
import { recordingsOrExit } from "../kit/recordings.ts";
import { verdict, withSubsets } from "../kit/verdict.ts";
import { prepareActivity } from "./prepare.ts";
import { RECORDINGS } from "./recordings.ts";
import { MODELS } from "./settings.ts";

const here = dirname(fileURLToPath(import.meta.url));
const readme = join(here, "README.md");
const kept = join(here, "../../runs/activity-table");
const [recordings] = recordingsOrExit(RECORDINGS);

await prepareActivity(join(here, "data"), recordings!);
const measured = await measureModels({ folder: here, kept, models: MODELS, subsets: true });
// Windows of one person are alike: people are resampled, not windows.
const rows = await textsIn(join(here, "data/windows.parquet"), ["person", "split"]);
const groups = rows.filter(({ split }) => split === "test").map(({ person }) => person!);
const tables = { activity: verdict(measured, { groups }), subsets: withSubsets(measured) };
for (const [name, table] of Object.entries(tables)) {
  console.log(`\n${table}`);
  writeBetweenMarks(readme, name, table);
}
rmSync(kept, { recursive: true, force: true });
