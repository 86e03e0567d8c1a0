import { integer } from "../operators/settings.ts";
import { outputKind } from "./define.ts";
import { isFeatures, numbersRemedy, REGRESSION_METRICS } from "./numbers.ts";

export const vector = outputKind({
  name: "vector",
  summary: "Several numbers at once, such as a position or an embedding.",
  documentation:
    "Cells hold the numbers as JSON (`[0.5, 1]`) or separated by spaces, commas or semicolons. Errors are averaged over all numbers, `r2` over the channels.",
  written: "vector(3)",
  category: "none",
  settings: { size: integer("how many numbers", { positional: true }) },
  type: ({ settings: { size } }) => ({ kind: "vector", size }),
  needs: ({ size }) => `${size} features: the axis \`channel\` alone, of that size`,
  fits: ({ size }, value) => isFeatures(size, value),
  remedy: ({ size }, value) => numbersRemedy(size, value),
  target: ({ size }) => ({ dtype: "float32", shape: [size] }),
  result: (_, { tensor }) => tensor,
  loss: "squared_error",
  metrics: REGRESSION_METRICS,
  example: `
    input reading: vector(8)
    output place: vector(3) = reading |> dense(4, relu) |> regress(3)`,
});
