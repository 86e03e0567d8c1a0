import { stepsOf } from "../../../compiler/plan/compiled-model.ts";
import type { VariableValues } from "../../model/backend.ts";
import { partlyAbsent } from "../batch.ts";
import { inTurn } from "../machine.ts";
import { type CounterExample, judged, notApplicable, type Property } from "../property.ts";

const ROWS = 16;
const ATTEMPTS = 3;

export const weightsMove: Property = {
  name: "weights_move",
  summary: "A training step moves every weight by what the records say.",
  documentation:
    "From one state a step is taken on two different batches: each weight, or the optimizer's memory of it, must come out differently. Weight decay alone, which moves every weight, does not do.",
  defects: [
    "The optimizer of the published Low-rank-Multimodal-Fusion was not given the fusion weights and bias",
  ],
  static: false,
  async check(lab) {
    const { training, variables, interface: face } = lab.trial.model;
    if (training === undefined) return notApplicable("nothing trains the model");
    const weights = variables.filter(({ role }) => role === "weight");
    const model = await lab.model();
    const waiting = new Set(weights);
    for (let attempt = 0; attempt < ATTEMPTS && waiting.size > 0; attempt++) {
      const before = lab.values(attempt);
      const [a, b] = await inTurn([2 * attempt, 2 * attempt + 1], async (number) => {
        model.assign(before);
        const { feeds } = partlyAbsent(face, lab.batch(ROWS, number), number);
        for (const { name } of stepsOf(lab.trial.model)) await model.run(name, feeds);
        return model.read();
      });
      for (const weight of waiting) {
        const own = [weight.name, ...slotsOf(weight.name, a!)];
        if (own.some((name) => !same(a!, b!, name))) waiting.delete(weight);
      }
    }
    return judged(
      [...waiting].map(({ name, origin }): CounterExample => {
        const message = `${name} is moved alike by whatever records: a step does not learn it`;
        return { message, weight: name, ...(origin.span && { span: origin.span }) };
      }),
      `all ${weights.length} weights`,
    );
  },
};

const slotsOf = (weight: string, values: VariableValues) =>
  [...values.keys()].filter((name) => name.startsWith(`${weight}/`));

function same(a: VariableValues, b: VariableValues, name: string): boolean {
  const [own, other] = [a.get(name)!.data, b.get(name)!.data];
  return own.every((value, i) => Object.is(value, other[i]));
}
