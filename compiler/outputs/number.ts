import { BATCH } from "../graph/tensor.ts";
import { outputKind } from "./define.ts";
import { isFeatures, numbersRemedy, REGRESSION_METRICS } from "./numbers.ts";

export const number = outputKind({
  name: "number",
  summary: "A number, such as a price or an age.",
  documentation:
    'Cells hold a number with a point before its decimals. The prediction is a number. Its scale is that of the cells. A model learns soonest where targets are of the size of 1: with `column("price") |> standardise` it learns them less their mean and divided by their deviation, by the training rows, and predictions and metrics stay in the unit of the cells; the loss is that of the standard scale.',
  written: "number",
  category: "none",
  settings: {},
  type: () => ({ kind: "number" }),
  needs: () => "a feature of one channel",
  fits: (_, value) => isFeatures(1, value),
  remedy: (_, value) => numbersRemedy(1, value),
  target: () => ({ dtype: "float32", shape: [] }),
  result: (g, { tensor }) => g.reshape(tensor, [BATCH]),
  loss: "squared_error",
  metrics: REGRESSION_METRICS,
  example: `
    input reading: vector(8)
    output price: number = reading |> dense(4, relu) |> regress`,
});
