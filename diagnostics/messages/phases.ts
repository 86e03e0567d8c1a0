import { defineMessages } from "./define.ts";

/** Findings about the phases of a training 350x. */
export const phaseMessages = defineMessages({
  phase_weightless: {
    code: "FW3500",
    severity: "error",
    message: "`{setting}` cannot mean `{value}`: nothing that goes into it has weights",
    explanation:
      "`moves` and `freezes` name values of the model, and mean all the weights that go into them. An input has none, and neither have values that are made without any: name a value that something with weights has made.",
  },
  phase_out_of_reach: {
    code: "FW3501",
    severity: "error",
    message: "nothing that `{phase}` minimises depends on the weights of `{value}`, so that they cannot move",
    explanation:
      "A weight moves against the gradient of what is minimised. Where no term of the phase depends on it, there is no gradient. Name a term that does in `minimise`, or leave the value out of `moves`. What a phase takes from `out_of_fold` counts as given: the weights that go into it do not matter there.",
  },
  phase_moves_nothing: {
    code: "FW3502",
    severity: "error",
    message: "the phase `{phase}` moves nothing: {reason}",
    explanation:
      "A phase trains the weights that go into what it `moves`, or all that its terms depend on where it names nothing, but for those that go into what it `freezes`. If none are left, its epochs change nothing.",
  },
  weights_never_moved: {
    code: "FW3503",
    severity: "error",
    message: "no phase moves the weights of {operators}, which stay as they were drawn",
    explanation:
      "Weights start from random numbers. Those that no phase moves stay random, and whatever goes through them is scattered rather than learned. Let a phase move them, or take them out of the model.",
  },
  unknown_term: {
    code: "FW3504",
    severity: "error",
    message: "there is no term called `{term}`; `minimise` has {terms}",
    explanation:
      "Terms are declared once, with names, in the `minimise { … }` of the training. A phase says by their names which of them it minimises: correct the name, or declare the term there.",
  },
  phase_term_inside: {
    code: "FW3505",
    severity: "error",
    message: "a phase names terms of the training, and this is {found}",
    explanation:
      "Terms are declared once, so that each is reported by its name all the way: `minimise { words = cross_entropy(…) }`. A phase says by their names which of them it minimises: `minimise: words` or `minimise: [words, sight]`. Without it, all are.",
  },
  phase_epochs: {
    code: "FW3506",
    severity: "error",
    message: "with phases, each says its own `epochs`",
    explanation:
      "A training of several phases is as long as they are together, one after another. Give `epochs:` in each of them.",
  },
  fold_leak: {
    code: "FW3507",
    severity: "error",
    message: "`{phase}` cannot train on folds what `{earlier}` has moved already",
    explanation:
      "What a phase moves on `folds` begins anew for each fold, so that what it says of the rows that are left out is not learned from them. A phase before it has trained the same weights on all rows. Let the phase with `folds` be the first that moves them.",
  },
  out_of_fold_unknown: {
    code: "FW3508",
    severity: "error",
    message: "there are no predictions of `{value}` out of folds: {reason}",
    explanation:
      "`out_of_fold` takes values as they were predicted for rows that their weights had not seen. For that, one phase before must move all the weights that go into the value, on `folds`, and no other phase in between may move them.",
  },
  folds_unused: {
    code: "FW3509",
    severity: "error",
    message: "no later phase takes what `{phase}` predicts `out_of_fold`, so that its `folds` serve nothing",
    explanation:
      "With `folds: K` a phase is trained K times on all folds of the training rows but one, and then once on all of them. That is of use to a later phase that learns from the predictions for the rows left out: name the values in its `out_of_fold`. Otherwise leave `folds` out.",
  },
});
