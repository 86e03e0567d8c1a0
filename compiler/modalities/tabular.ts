import { integer, integers } from "../operators/settings.ts";
import { addSizes, type Size } from "../types/size.ts";
import { axis, CHANNEL, UNBOUNDED } from "../types/value-type.ts";
import { modalityOfParts } from "./define.ts";

export const tabular = modalityOfParts({
  name: "tabular",
  summary: "A row of a table: columns of numbers and columns of categories.",
  documentation:
    "It is up to two values, `numbers` and `categories`, read as `patient.numbers`. The numbers are channels, used as they are. The categories are tokens along the axis `column`, all of one vocabulary in which every column has entries of its own: one for each of its values, and one before them for a value that training has not seen, so that `embed` is an embedding for each column. A record is a list of its numbers and then its categories, in the order in which they are declared.",
  settings: {
    numbers: integer("how many columns hold numbers", { least: 0, default: 0 }),
    categories: integers("how many different values each column of categories has", { default: [] }),
  },
  sources: ["columns", "column"],
  rate: "never",
  defaultRange: UNBOUNDED,
  ranges: ["between", "standardised", "unbounded"],
  check({ numbers, categories }, _, at) {
    if (numbers === 0 && categories.length === 0) at.fail("table_empty", "call", {});
  },
  parts: {
    numbers: {
      axes: [CHANNEL],
      kind: "signal",
      layout: ({ numbers }) =>
        numbers === 0 ? undefined : { kind: { name: "signal" }, axes: [axis(CHANNEL, numbers)] },
      dtype: "float32",
      prepare: (_, values) => values,
    },
    categories: {
      axes: ["column"],
      kind: "tokens",
      layout: ({ categories }) =>
        categories.length === 0
          ? undefined
          : {
              kind: { name: "tokens", vocabulary: categories.map(entries).reduce(addSizes) },
              axes: [axis("column", categories.length)],
            },
      dtype: "int32",
      prepare: (_, values) => values,
    },
  },
  example: "input patient: tabular(numbers: 6, categories: [4, 12])",
});

/** How many entries of the vocabulary a column of so many values has: those, and one for a value never seen. */
const entries = (values: Size): Size => addSizes(values, 1);
