import { isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import { declaredCategory } from "./decisions.ts";
import { outputKind } from "./define.ts";
import { CONFIDENCE_METRICS, LOG_LOSS, RANKED_METRICS } from "./label-metrics.ts";

export const set = outputKind({
  name: "set",
  summary: "Any number of a category's labels at once, such as tags.",
  documentation:
    'Cells hold the labels as a JSON list (`["red", "old"]`) or separated by semicolons; an empty cell is no label. The prediction are the labels whose probability is above one half, and the probability of each. Probabilities are independent of each other and need not sum to 1. Beside F1, metrics are those of every label by itself, held against its absence, and averaged.',
  written: "set<Mood>",
  category: "inside",
  settings: {},
  type: (declared) => ({ kind: "set", category: declaredCategory(declared) }),
  needs: ({ category }) => `probabilities of ${category.name}, any of whose labels may hold`,
  fits: ({ category }, { kind, axes }) =>
    kind.name === "probabilities" && sameCategory(kind.of, category) && axes.length === 1,
  remedy({ category }, value) {
    const call = `tag(${category.name})`;
    if (value.kind.name === "probabilities" && sameCategory(value.kind.of, category))
      return { help: "average the other axes away before it decides, for example with `mean(over: word)`" };
    if (isDecision(value.kind)) {
      const help = `these are about one label of ${value.kind.of.name}: end the features from before with \`${call}\`, which decides about each label by itself`;
      return { help };
    }
    return { help: `end it with \`${call}\``, ...(isFeature(value) ? { append: ` |> ${call}` } : {}) };
  },
  target: ({ category }) => ({ dtype: "float32", shape: [category.labels.length] }),
  result: (_, { tensor }) => tensor,
  loss: "binary_cross_entropy",
  metrics: {
    micro_f1: { better: "higher", summary: "F1 of all labels taken together", shown: true },
    macro_f1: { better: "higher", summary: "F1 of every label, averaged with equal weight", shown: true },
    exact_match: { better: "higher", summary: "share of rows all of whose labels are right" },
    hamming_loss: {
      better: "lower",
      summary: "share of labels that are told wrongly, over all rows and labels",
    },
    balanced_accuracy: {
      better: "higher",
      summary: "of every label, the mean share of rows with it and of rows without it that are told rightly",
    },
    ...RANKED_METRICS,
    log_loss: LOG_LOSS,
    ...CONFIDENCE_METRICS,
  },
  example: `
    input reading: vector(8)
    output moods: set<Mood> = reading |> dense(4, relu) |> tag(Mood)`,
});

const isFeature = ({ kind, axes }: ValueType): boolean =>
  (kind.name === "feature" || kind.name === "signal") && axes.length === 1;
