import { defineMessages } from "./define.ts";

/** Findings about joining decisions: 274x. */
export const decisionMessages = defineMessages({
  setting_idle: {
    code: "FW2740",
    severity: "error",
    message: "`{setting}` changes nothing here: {reason}",
    explanation:
      "The setting belongs to another way of joining than the one chosen, so it would be read and then ignored. Leave it out, or choose the way that it belongs to.",
    wrong: `model M {
  input a: vector(8)
  input b: vector(8)
  output mood: Mood = vote(a |> classify(Mood), b |> classify(Mood), rule: median, weight: learned)
}`,
    right: `model M {
  input a: vector(8)
  input b: vector(8)
  output mood: Mood = vote(a |> classify(Mood), b |> classify(Mood), rule: mean, weight: learned)
}`,
  },
  label_numbers: {
    code: "FW2741",
    severity: "error",
    message: "`{setting}` gives {found} numbers, and {category} has {labels} labels",
    explanation: "The list holds one number for each label, in the order in which the category names them.",
    wrong: `model M {
  input a: vector(8)
  input b: vector(8)
  output mood: Mood = product(a |> classify(Mood), b |> classify(Mood), prior: [1, 1, 2])
}`,
    right: `model M {
  input a: vector(8)
  input b: vector(8)
  output mood: Mood = product(a |> classify(Mood), b |> classify(Mood), prior: [1, 2])
}`,
  },
  experts_differ: {
    code: "FW2742",
    severity: "error",
    message: "these cannot be mixed: `{first}` is {first_type}, and `{other}` is {other_type}",
    explanation:
      "A mixture averages experts, and the mean of a decision and a feature means nothing. Let every expert decide, with `classify`, or none.",
  },
});
