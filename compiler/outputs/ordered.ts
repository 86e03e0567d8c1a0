import { asProbability, decisionRemedy, declaredCategory, isOneDecision } from "./decisions.ts";
import { outputKind } from "./define.ts";
import { BALANCED_ACCURACY, CONFIDENCE_METRICS, LOG_LOSS, RANKED_METRICS } from "./label-metrics.ts";

export const ordered = outputKind({
  name: "ordered",
  summary: "One label of a category whose labels have an order, such as grades.",
  documentation:
    "The category names its labels from the lowest to the highest. Cells hold the label. The prediction is the label in the middle of the probability, half of which lies below and half above: on average it is the fewest steps off. `rank` decides with the order in mind; any other decision about the category fits too.",
  written: "ordered Mood",
  category: "inside",
  settings: {},
  type: (declared) => ({ kind: "ordered", category: declaredCategory(declared) }),
  needs: ({ category }) => `logits or a probability of ${category.name}`,
  fits: ({ category }, value) => isOneDecision(category, value),
  remedy: ({ category }, value) => decisionRemedy(category, value, "rank"),
  target: () => ({ dtype: "int32", shape: [] }),
  result: asProbability,
  loss: "ordinal",
  metrics: {
    rank_error: {
      better: "lower",
      summary: "mean number of steps between the label told and the true one",
      shown: true,
    },
    accuracy: {
      better: "higher",
      summary: "share of rows whose label is told rightly",
      shown: true,
    },
    kappa: {
      better: "higher",
      summary: "agreement beyond chance, steps counted by their square: 1 at best, 0 for guessing",
    },
    balanced_accuracy: BALANCED_ACCURACY,
    ...RANKED_METRICS,
    log_loss: LOG_LOSS,
    ...CONFIDENCE_METRICS,
  },
  example: `
    input reading: vector(8)
    output mood: ordered Mood = reading |> dense(4, relu) |> rank(Mood)`,
});
