/**
 * The whole path once: joins the records, checks the hybrid model, trains it on one seed, measures it with each set of
 * inputs, and predicts a digit that is only drawn and said. Each step is a command that can be typed.
 */
import { rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { fusewire } from "../kit/fusewire.ts";
import { prepareDigits } from "./prepare.ts";
import { digitSources } from "./sources.ts";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const model = relative(root, join(here, "hybrid.fuse"));
const run = "runs/digits";

const record = {
  picture: "examples/digits/data/pictures/test-3-0.png",
  sound: "examples/digits/data/sounds/test-3-0.wav",
};

await prepareDigits(join(here, "data"), digitSources());
rmSync(join(root, run), { recursive: true, force: true });
fusewire("check", model);
fusewire("train", model, "--out", run);
fusewire("evaluate", run, "--subsets");
fusewire("predict", run, JSON.stringify(record));
