/**
 * Tries the same settings for each model of digits, and chooses by the validation split alone. The best go into the
 * models' files, and what was tried into README.md beside this file. What is trained already is kept in
 * `runs/digits-tune` and not trained again.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { tuneModels } from "../kit/tune.ts";
import { prepareDigits } from "./prepare.ts";
import { MODELS, TUNING } from "./settings.ts";
import { digitSources } from "./sources.ts";

const here = dirname(fileURLToPath(import.meta.url));

await prepareDigits(join(here, "data"), digitSources());
await tuneModels({
  folder: here,
  kept: join(here, "../../runs/digits-tune"),
  models: MODELS.map(({ file }) => file),
  tuning: TUNING,
  trials: 4,
  finalists: 2,
});
