/**
 * Tries the same settings for each of the three emoji models, and chooses by the validation split alone. The best go
 * into the models' files, and what was tried into README.md beside this file. What is trained already is kept in
 * `runs/emoji-tune` and not trained again.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tuneModels } from "../kit/tune.ts";
import { prepareEmoji } from "./prepare.ts";
import { TUNING } from "./settings.ts";

const here = dirname(fileURLToPath(import.meta.url));

await prepareEmoji(join(here, "data"));
await tuneModels({
  folder: here,
  kept: join(here, "../../runs/emoji-tune"),
  models: ["words", "picture", "fused"],
  tuning: TUNING,
  trials: 8,
  finalists: 3,
});
