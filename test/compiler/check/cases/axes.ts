import { type Cases, inModel } from "../kit/cases.ts";

const table = "input row: tabular(numbers: 3, categories: [2, 4])";

export const axisCases: Cases = {
  // ---- inputs of several values
  "a block that takes a whole table": {
    source: inModel(
      "a = x |> dense(4)",
      `block Encode(row: «tabular») -> feature {
  return row |> dense(8)
}`,
    ),
    finds: ["modality_of_parts"],
  },
  "a table without columns": {
    source: inModel("input row: «tabular()»"),
    finds: ["table_empty"],
  },
  "a layer on a whole table": {
    source: inModel(`${table}\n  a = «row» |> dense(4)`),
    finds: ["not_a_tensor"],
    help: ["name one of its values: `row.numbers`"],
  },
  "a part that a table does not have": {
    source: inModel(`${table}\n  a = row.«number» |> dense(4)`),
    finds: ["result_missing"],
    help: ["did you mean `numbers`?"],
  },
  "edges as features": {
    source: inModel("input web: graph(4, channels: 3)\n  a = «web.edges» |> dense(4)"),
    finds: ["kind_refused"],
  },
};
