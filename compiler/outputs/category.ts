import { asProbability, decisionRemedy, declaredCategory, isOneDecision } from "./decisions.ts";
import { outputKind } from "./define.ts";
import { BALANCED_ACCURACY, CONFIDENCE_METRICS, LOG_LOSS, RANKED_METRICS } from "./label-metrics.ts";

export const category = outputKind({
  name: "category",
  summary: "One label of a category.",
  documentation:
    "Cells hold the label as it is declared. The prediction is the likeliest label and the probability of each.",
  written: "Mood",
  category: "named",
  settings: {},
  type: (declared) => ({ kind: "category", category: declaredCategory(declared) }),
  needs: ({ category }) => `logits or a probability of ${category.name}`,
  fits: ({ category }, value) => isOneDecision(category, value),
  remedy: ({ category }, value) => decisionRemedy(category, value, "classify"),
  target: () => ({ dtype: "int32", shape: [] }),
  result: asProbability,
  loss: "cross_entropy",
  metrics: {
    accuracy: {
      better: "higher",
      summary: "share of rows whose likeliest label is the true one",
      shown: true,
    },
    macro_f1: { better: "higher", summary: "F1 of every label, averaged with equal weight", shown: true },
    balanced_accuracy: BALANCED_ACCURACY,
    ...RANKED_METRICS,
    top_3: {
      better: "higher",
      summary: "share of rows whose true label is among the three likeliest",
      beyond: 3,
    },
    top_5: {
      better: "higher",
      summary: "share of rows whose true label is among the five likeliest",
      beyond: 5,
    },
    log_loss: LOG_LOSS,
    ...CONFIDENCE_METRICS,
  },
  example: `
    input reading: vector(8)
    output mood: Mood = reading |> dense(4, relu) |> classify(Mood)`,
});
