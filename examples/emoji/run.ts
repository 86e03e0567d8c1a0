/**
 * The whole path once, on real pictures and words: prepares the data, checks the fused model, trains it on one seed,
 * measures it, and predicts one emoji. Each step is a command that can be typed. What follows is handed to `fusewire train`.
 */
import { rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { fusewire } from "../kit/fusewire.ts";
import { prepareEmoji } from "./prepare.ts";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const model = relative(root, join(here, "fused.fuse"));
const run = "runs/emoji";

/** An emoji of the test split, whose name has no word that occurs in training: the picture must tell. */
const record = { name: "blueberries", picture: "examples/emoji/data/pictures/1fad0.png" };

await prepareEmoji(join(here, "data"));
rmSync(join(root, run), { recursive: true, force: true });
fusewire("check", model);
fusewire("train", model, "--out", run, ...process.argv.slice(2));
fusewire("evaluate", run);
fusewire("predict", run, JSON.stringify(record));
