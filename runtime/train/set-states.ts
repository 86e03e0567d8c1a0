import type { StateRule } from "../../compiler/plan/compiled-model.ts";
import { answerSplit, floats } from "../evaluate/answer-split.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { Session } from "./session.ts";
import type { Gathering } from "./states/gathering.ts";
import { gatherMean } from "./states/mean.ts";
import { gatherTemperature } from "./states/temperature.ts";

/** How states are gathered, by their rule; each is handed the state as it is. */
const RULES: Readonly<Record<StateRule, (before: StoredTensor["data"]) => Gathering>> = {
  mean: gatherMean,
  temperature: gatherTemperature,
};

/**
 * Sets a model's states to what the rows of the validation split say, now that an epoch is through. Where none counts,
 * and without validation rows, they stay as they are.
 */
export async function setStates({ run, dataset, model }: Session): Promise<void> {
  const { states } = run.training;
  const { validation } = dataset.splits;
  if (states.length === 0 || validation.rows === 0) return;

  const before = await model.read();
  const gathered = states.map((state) => {
    const { shape, data } = before.get(state.variable)!;
    return { state, shape, before: data, gathering: RULES[state.rule](data) };
  });
  await answerSplit(model, validation, run.manifest.batch, ({ results }) => {
    for (const { state, gathering } of gathered)
      gathering.add(floats(results[state.values]), floats(results[state.counts]));
  });
  const after = gathered.map(({ state, shape, before, gathering }): [string, StoredTensor] => [
    state.variable,
    { shape, data: gathering.result() ?? before },
  ]);
  model.assignStates(new Map([...before, ...after]));
}
