/**
 * The whole path once: cuts the recordings into windows, checks the hybrid model, trains it on one seed, and measures it
 * with phone and watch and with either alone. Each step is a command that can be typed.
 */
import { rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { fusewire } from "../kit/fusewire.ts";
import { recordingsOrExit } from "../kit/recordings.ts";
import { prepareActivity } from "./prepare.ts";
import { RECORDINGS } from "./recordings.ts";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const model = relative(root, join(here, "hybrid.fuse"));
const run = "runs/activity";
const [recordings] = recordingsOrExit(RECORDINGS);

await prepareActivity(join(here, "data"), recordings!);
rmSync(join(root, run), { recursive: true, force: true });
fusewire("check", model);
fusewire("train", model, "--out", run);
fusewire("evaluate", run, "--subsets");
