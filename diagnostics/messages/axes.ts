import { defineMessages } from "./define.ts";

/** Findings about inputs of several values and about operators that change axes: 27xx. */
export const axisMessages = defineMessages({
  modality_of_parts: {
    code: "FW2760",
    severity: "error",
    message: "`{modality}` is several values, {parts}, and a parameter of a block is one",
    explanation:
      "An input of some modalities is more than one value: a row of a table is numbers and categories, a graph is nodes and edges. A block takes one value for each of its parameters, so declare one for each part that it needs and hand the parts in by name.",
    wrong: `block Encode(x: tabular) -> feature {
  return x |> dense(8)
}`,
    right: `block Encode(numbers: signal[channel: N], categories: tokens[column: C]) -> feature {
  return concat(numbers |> dense(8), categories |> embed(8) |> mean(over: column))
}`,
  },
  table_empty: {
    code: "FW2761",
    severity: "error",
    message: "a table without columns says nothing",
    explanation:
      "A row of a table has columns of numbers, of categories, or both. Declare how many: `tabular(numbers: 6, categories: [4, 12])`.",
  },
});
