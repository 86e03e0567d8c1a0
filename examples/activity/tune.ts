/**
 * Tries the same settings for each model of activities, and chooses by the validation split alone. The best go into the
 * models' files, and what was tried into README.md beside this file. What is trained already is kept in
 * `runs/activity-tune` and not trained again.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { recordingsOrExit } from "../kit/recordings.ts";
import { tuneModels } from "../kit/tune.ts";
import { prepareActivity } from "./prepare.ts";
import { RECORDINGS } from "./recordings.ts";
import { MODELS, TUNING } from "./settings.ts";

const here = dirname(fileURLToPath(import.meta.url));
const [recordings] = recordingsOrExit(RECORDINGS);

await prepareActivity(join(here, "data"), recordings!);
await tuneModels({
  folder: here,
  kept: join(here, "../../runs/activity-tune"),
  models: MODELS.map(({ file }) => file),
  tuning: TUNING,
  trials: 4,
  finalists: 2,
});
