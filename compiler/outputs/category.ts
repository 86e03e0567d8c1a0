import { asProbability, decisionRemedy, declaredCategory, isOneDecision } from "./decisions.ts";
import { outputKind } from "./define.ts";

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
    balanced_accuracy: { better: "higher", summary: "recall of every label, averaged with equal weight" },
    log_loss: { better: "lower", summary: "mean negative log-probability of the true label, in nats" },
  },
  example: `
    input reading: vector(8)
    output mood: Mood = reading |> dense(4, relu) |> classify(Mood)`,
});
