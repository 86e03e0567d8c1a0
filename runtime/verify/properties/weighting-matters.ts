import { difference } from "../answers.ts";
import { type CounterExample, judged, notApplicable, type Property } from "../property.ts";

const ROWS = 8;
const TOLERANCE = 1e-6;

export const weightingMatters: Property = {
  name: "weighting_matters",
  summary: "Confidences and learned weights of a fusion change what it gives.",
  documentation:
    "Every fusion that weighs its operands is compiled again with all of them counting alike; at random weights the answers must differ.",
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
      if (difference(weighted, await lab.exactly(unweighted(use), values, batch), TOLERANCE)) continue;
      const plain = Object.entries(use.operator.unweighted ?? {}).map(([name, value]) => `${name}: ${value}`);
      const message = `\`${use.operator.name}\` at ${use.path} gives what it would give with ${plain.join(", ")}: its weights count nothing`;
      found.push({ message, change: 0, span: use.span });
    }
    return judged(found);
  },
};
