import { defineMessages } from "./define.ts";

/** Findings about joining values: 27xx. */
export const fusionMessages = defineMessages({
  setting_count: {
    code: "FW2700",
    severity: "error",
    message: "`{operator}` takes `{setting}` with {meant}, and is given {count}",
    explanation:
      "Some operators work on one value or join several, and a few of their settings mean something for one of the two alone: `x |> mean(over: word)` averages the words of one value, `mean(a, b)` averages values place by place.",
    wrong: `model M {
  input a: text(words: 6, vocabulary: 100)
  input b: vector(8)
  output mood: Mood = mean(a |> embed(8), b, over: word) |> classify(Mood)
}`,
    right: `model M {
  input a: text(words: 6, vocabulary: 100)
  input b: vector(8)
  output mood: Mood = mean(a |> embed(8) |> mean(over: word), b) |> classify(Mood)
}`,
  },
});
