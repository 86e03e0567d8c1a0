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
  axis_not_shared: {
    code: "FW2701",
    severity: "error",
    message: "`{value}` has the axis `{axis}`, and the axes of `{other}` are {axes}",
    explanation:
      "A condition acts on every place of a value alike, or on each place of the axes that both have. An axis that the value lacks has nowhere to go: reduce it first, for example with `mean(over: word)`.",
    wrong: `model M {
  input phrase: text(words: 6, vocabulary: 100)
  input photo: image(8, 8, rgb)
  sight = photo |> conv(4) |> film(phrase |> embed(4))
  output mood: Mood = sight |> mean(over: space) |> classify(Mood)
}`,
    right: `model M {
  input phrase: text(words: 6, vocabulary: 100)
  input photo: image(8, 8, rgb)
  sight = photo |> conv(4) |> film(phrase |> embed(4) |> mean(over: word))
  output mood: Mood = sight |> mean(over: space) |> classify(Mood)
}`,
  },
  product_large: {
    code: "FW2702",
    severity: "warning",
    message: "`{operator}` makes {sizes} = {count} channels here, one for every product",
    explanation:
      "An outer product multiplies the sizes of its operands, so that whatever is trained on it soon has more weights than there are records to learn them from. Map the operands to fewer channels first, or let `low_rank` compute a trained map of the product without ever making it.",
    wrong: `model M {
  input a: vector(64)
  input b: vector(64)
  input c: vector(64)
  output mood: Mood = tensor_fusion(a, b, c) |> classify(Mood)
}`,
    right: `model M {
  input a: vector(64)
  input b: vector(64)
  input c: vector(64)
  output mood: Mood = low_rank(a, b, c, units: 32, rank: 4) |> classify(Mood)
}`,
  },
});
