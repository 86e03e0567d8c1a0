/**
 * Trains each of the three emoji models with five seeds that played no part in tuning, measures them on the test
 * split, and writes the table of the README: what fusing gains, with intervals over items and seeds. What is measured
 * is kept in `runs/emoji-table` until the table is written, so that one that was broken off goes on where it stood.
 */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureModels } from "../kit/compare.ts";
import { writeBetweenMarks } from "../kit/marked.ts";
import { verdict } from "../kit/verdict.ts";
import { prepareEmoji } from "./prepare.ts";

const here = dirname(fileURLToPath(import.meta.url));
const kept = join(here, "../../runs/emoji-table");

await prepareEmoji(join(here, "data"));
const table = verdict(
  await measureModels({
    folder: here,
    kept,
    models: [
      { file: "words", title: "words alone", alone: "name" },
      { file: "picture", title: "picture alone", alone: "picture" },
      { file: "fused", title: "both, fused" },
    ],
  }),
);
console.log(`\n${table}`);
writeBetweenMarks(join(here, "../../README.md"), "emoji", table);
rmSync(kept, { recursive: true, force: true });
