import { defineMessages } from "./define.ts";

/** Findings about `data` declarations: 40xx. */
export const dataMessages = defineMessages({
  field_source: {
    code: "FW4001",
    severity: "error",
    message: "`{name}` is {what}, which does not come from `{source}(…)`",
    explanation:
      "Each modality is read from certain places: a picture from a file that a cell names, words from the cell itself, a table of numbers and categories from several columns. Write the one that fits.",
  },
  field_size: {
    code: "FW4002",
    severity: "error",
    message: "`{name}` takes {expected}, and this gives {found}",
    explanation:
      "The parts of a date are one number each, or two where they come round again: the sine and cosine of their turn. Columns are one each. Declare the input as large as what its field gives.",
  },
  transform_refused: {
    code: "FW4003",
    severity: "error",
    message: "`{transform}` does nothing to {what}, which `{name}` is",
    explanation:
      "`lowercase` and `trim` are done to texts, `date` to the one cell of a `vector`, `standardise` to measured numbers, and `fill` to the numbers of several columns.",
  },
  transform_order: {
    code: "FW4004",
    severity: "error",
    message: "`{transform}` cannot stand behind `{before}`",
    explanation:
      "What is done to texts comes first, then what makes numbers of them, and what is fitted to numbers last. Move it before what it cannot follow; nothing is done twice.",
  },
  split_shares: {
    code: "FW4005",
    severity: "error",
    message: "validation and test take {found} of the rows, and nothing is left to train on",
    explanation:
      "The shares of validation and test are parts of 1; what is left is trained on. Give them so that their sum is below 1.",
  },
  split_fold: {
    code: "FW4006",
    severity: "error",
    message: "there is no fold {fold} among {count}: they are counted from 0",
    explanation:
      "Of `folds(5, fold: …)` the folds are 0, 1, 2, 3 and 4, and each is the test once. Choose one of them.",
  },
  split_both: {
    code: "FW4007",
    severity: "error",
    message: "rows cannot be both stratified and kept together in groups",
    explanation:
      "With groups that are never divided, the proportions of another column cannot be chosen as well. Groups matter more: rows of one person on both sides of a split make every figure too good. Leave `stratify` out.",
  },
  readings_clock: {
    code: "FW4008",
    severity: "error",
    message: "`{name}` has no rate onto which its readings could be brought",
    explanation:
      "Readings with times of their own are brought onto the declared clock. Declare it behind the type: `series(samples: 200, channels: 3) @ 50 Hz`.",
  },
  plan_sign: {
    code: "FW4011",
    severity: "error",
    message: "`{name}` is {what}, which is written with `{sign}`",
    explanation:
      'Write the sign that belongs to it. In `data`, `:` sets a setting, such as `from: "table.csv"`, and `=` says where a field of a record comes from: `words = column("words")`.',
  },
});
