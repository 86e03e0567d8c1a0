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
  judge_unclear: {
    code: "FW2743",
    severity: "error",
    message: "`{operator}` cannot tell by whose labels to judge: {reason}",
    explanation:
      "With `weight: validation`, after every epoch each path is held against the true labels of the validation split. Those are the labels of an output: the one about the same category, or of several the one that these votes are, or that alone is made of them.",
    wrong: `category Tone = ["warm", "cold"]
model M {
  input a: vector(8)
  input b: vector(8)
  tone = vote(a |> classify(Tone), b |> classify(Tone), weight: validation) |> as_feature
  output mood: Mood = concat(a, tone) |> classify(Mood)
}`,
    right: `category Tone = ["warm", "cold"]
model M {
  input a: vector(8)
  input b: vector(8)
  tone = vote(a |> classify(Tone), b |> classify(Tone), weight: learned) |> as_feature
  output mood: Mood = concat(a, tone) |> classify(Mood)
}`,
  },
  decision_places: {
    code: "FW2744",
    severity: "error",
    message: "`{setting}` needs one decision for each record, and the axes of `{value}` are {axes}",
    explanation:
      "The decisions are held against the true label, of which a record has one. Average the other axes away before deciding, for example with `mean(over: word)`, or choose weights of another kind.",
  },
  decisions_differ: {
    code: "FW2745",
    severity: "error",
    message:
      "these are decisions of two kinds about {category}: of `{first}` any number of labels may hold, of `{other}` exactly one",
    explanation:
      "`tag` gives each label a probability of its own, and `classify` shares one out among all of them, so that they mean different things. Let every path decide in one way: with `tag` for a `set`, else with `classify`.",
  },
  experts_differ: {
    code: "FW2742",
    severity: "error",
    message: "these cannot be mixed: `{first}` is {first_type}, and `{other}` is {other_type}",
    explanation:
      "A mixture averages experts, and the mean of a decision and a feature means nothing. Let every expert decide, with `classify`, or none.",
  },
});
