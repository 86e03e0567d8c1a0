import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { prepareActivity } from "../../examples/activity/prepare.ts";
import { MODELS as ACTIVITY } from "../../examples/activity/settings.ts";
import { prepareDigits } from "../../examples/digits/prepare.ts";
import { MODELS as DIGITS } from "../../examples/digits/settings.ts";
import { measureModels } from "../../examples/kit/compare.ts";
import type { Compared } from "../../examples/kit/verdict.ts";
import { loadEngine } from "../../runtime/engine/load.ts";
import type { Backend } from "../../runtime/model/backend.ts";
import { tensorflowBackend } from "../../runtime/tensorflow/backend.ts";
import { temporaryFolder } from "../runtime/temporary.ts";
import { copyModels } from "./kit/folder.ts";
import { madeActivities, madeDigits } from "./kit/recordings.ts";
import { twoSteps } from "./kit/steps.ts";

const folder = temporaryFolder();
const digits = join(folder, "digits");
const activity = join(folder, "activity");
let backend: Backend;

beforeAll(async () => {
  backend = tensorflowBackend(await loadEngine());
  for (const [example, own] of Object.entries({ digits, activity })) {
    mkdirSync(own);
    copyModels(example, own);
  }
  await prepareDigits(join(digits, "data"), await madeDigits(join(folder, "made")), 6);
  await prepareActivity(join(activity, "data"), madeActivities(join(folder, "carried")));
});

/** @param sets of inputs that a model of several is asked with */
async function trainsAndAnswers(model: Compared, file: string, sets: readonly string[]): Promise<void> {
  const { losses, subsets } = await twoSteps(backend, file);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses[1]).not.toBe(losses[0]);
  expect(Object.keys(subsets)).toEqual(model.alone === undefined ? sets : []);
  const answers = Object.values(subsets);
  expect(answers.flat().every(Number.isFinite)).toBe(true);
  // What is withheld matters.
  expect(new Set(answers.map(String)).size).toBe(answers.length);
}

describe("models of what is recorded", () => {
  it.each(DIGITS)("train on digits and answer with any of their inputs: $file", (model) =>
    trainsAndAnswers(model, join(digits, `${model.file}.fuse`), [
      "picture,sound,sign",
      "picture,sound",
      "picture,sign",
      "sound,sign",
      "picture",
      "sound",
      "sign",
    ]),
  );

  it.each(ACTIVITY)("train on activities and answer with any of their inputs: $file", (model) =>
    trainsAndAnswers(model, join(activity, `${model.file}.fuse`), ["phone,watch", "phone", "watch"]),
  );

  it("are measured once for each seed, and not again", async () => {
    const kept = join(folder, "kept");
    const plan = { folder: digits, kept, models: [DIGITS[3]!], seeds: [1], subsets: true };
    const [first] = await measureModels(plan);
    expect(first!.runs.map(({ answers, subsets }) => [answers.truth.length, subsets.length])).toEqual([
      [20, 7],
    ]);
    expect(await measureModels(plan)).toEqual([first]);
  });
});
