import { defineMessages } from "./define.ts";

/** Findings about kinds of outputs and the losses that learn them. */
export const outputMessages = defineMessages({
  loss_target: {
    code: "FW3410",
    severity: "error",
    message: "`{loss}` learns outputs of the kind {kinds}, and `{output}` is of the kind {found}",
    explanation:
      "A loss says how far a prediction is from its target, and what a target is follows from the kind of the output: a label, a number, a set of labels. The reference names for each kind of output the loss that is usual for it.",
    wrong: `model M {
  input x: vector(8)
  output price: number = x |> dense(4, relu) |> regress
}
data D {
  from: "table.csv"
  x = column("x")
  price = column("price")
  split: column("split")
}
train M on D {
  minimise: cross_entropy(price)
  optimizer: adam
  epochs: 1
  batch: 8
}`,
    right: `model M {
  input x: vector(8)
  output price: number = x |> dense(4, relu) |> regress
}
data D {
  from: "table.csv"
  x = column("x")
  price = column("price")
  split: column("split")
}
train M on D {
  minimise: squared_error(price)
  optimizer: adam
  epochs: 1
  batch: 8
}`,
  },
  loss_vectors: {
    code: "FW3412",
    severity: "error",
    message: "`{loss}` compares one vector of features per record, and the axes of `{value}` are {axes}",
    explanation:
      "Records are held against each other by one vector each, which has the axis `channel` alone. Average the other axes away first, for example with `mean(over: word)`.",
  },
  balance_weighted: {
    code: "FW3413",
    severity: "error",
    message: "`balance: uncertainty` learns how much each term counts, so that `{weight} *` changes nothing",
    explanation:
      "Weighing a loss by a number only moves the log-variance that is learned for it by as much, and what is minimised stays the same. Leave the weight out, or weigh all terms by hand with `balance: fixed`.",
  },
  balance_alone: {
    code: "FW3414",
    severity: "error",
    message: "`balance: {balance}` weighs several losses against each other, and this is one alone",
    explanation:
      "With one term there is nothing to weigh it against. Leave `balance` out, or name further terms.",
  },
  output_category: {
    code: "FW3411",
    severity: "error",
    message: "`{kind}` needs one category: write it as in `{written}`",
    explanation:
      "Some kinds of outputs are about a category, which stands in `<>` behind their name: `set<Tag>` is any number of the labels of `category Tag`.",
    wrong: `model M {
  input x: vector(8)
  output moods: set = x |> tag(Mood)
}`,
    right: `model M {
  input x: vector(8)
  output moods: set<Mood> = x |> tag(Mood)
}`,
  },
});
