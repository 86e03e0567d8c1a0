import type { Use } from "../../../compiler/trial.ts";
import type { VariableValues } from "../../model/backend.ts";
import { difference } from "../answers.ts";
import { type CounterExample, judged, notApplicable, type Property } from "../property.ts";

/** The values of all variables, with 0 for those of a use that decide how much each operand counts. */
function withoutWeights(values: VariableValues, { path }: Use, weighs: string): VariableValues {
  return new Map(
    [...values].map(([name, value]) =>
      name.startsWith(`${path}/${weighs}`)
        ? [name, { ...value, data: value.data.map(() => 0) }]
        : [name, value],
    ),
  );
}

const ROWS = 8;
const TOLERANCE = 1e-6;

export const weightingMatters: Property = {
  name: "weighting_matters",
  summary: "Confidences and learned weights of a fusion change what it gives.",
  documentation:
    "Every fusion that weighs its operands (votes, gates, attention over modalities, mixtures of experts, qualities) is computed again with all of them counting alike: with other settings, or with 0 for the weights that it weighs by. At random weights the answers must differ.",
  defects: [
    "MultiBench++ `late_fusion`: confidences are computed, and the line that weighs by them is commented out",
  ],
  static: false,
  async check(lab) {
    const { model, weighing, unweighted } = lab.trial;
    if (weighing.length === 0) return notApplicable("no fusion of the model weighs its operands");
    const [batch, values] = [lab.batch(ROWS, 0), lab.values(0)];
    const weighted = await lab.exactly(model, values, batch);
    const found: CounterExample[] = [];
    for (const use of weighing) {
      const { name, unweighted: plainly = {}, weighs } = use.operator;
      const even = weighs === undefined ? values : withoutWeights(values, use, weighs);
      if (difference(weighted, await lab.exactly(unweighted(use), even, batch), TOLERANCE)) continue;
      const plain =
        weighs !== undefined
          ? "no weights to weigh by"
          : typeof plainly === "string"
            ? `\`${plainly}\` in its place`
            : Object.entries(plainly)
                .map(([setting, value]) => `${setting}: ${value}`)
                .join(", ");
      const message = `\`${name}\` at ${use.path} gives what it would give with ${plain}: its weights count nothing`;
      found.push({ message, change: 0, span: use.span });
    }
    return judged(found);
  },
};
