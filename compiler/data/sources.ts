import { choice, quantity, text, texts } from "../operators/settings.ts";

/** Where a field of the data comes from, by how it is written. */
export const fieldSources = {
  column: {
    settings: { column: text("the column whose cells hold the value itself", { positional: true }) },
  },
  columns: {
    settings: {
      columns: texts("the columns whose cells make up the value, in this order", { positional: true }),
    },
  },
  file: {
    settings: {
      column: text("the column whose cells name a file, relative to the table", { positional: true }),
    },
  },
  rows: {
    settings: {
      path: text("a .npy or .safetensors file whose first axis has an entry for each record", {
        positional: true,
      }),
      tensor: text("which tensor of a .safetensors file", { optional: true }),
      at: text("the column that says which entry, from 0; without it they follow the rows of the table", {
        optional: true,
      }),
    },
  },
  readings: {
    settings: {
      columns: texts("the channels: columns of lists, or columns of the tables that cells name", {
        positional: true,
      }),
      time: text("the column with the time of each reading"),
      file: text("the column whose cells name a table of readings; without it the cells are lists", {
        optional: true,
      }),
      unit: choice(["s", "ms", "us", "ns"], "what the times are counted in", { default: "s" }),
      gaps: choice(["stop", "interpolate", "hold", "zero"], "what stands where readings are missing"),
      longest: quantity(
        "duration",
        "how far apart readings may lie without a gap; three periods if left out",
        { optional: true },
      ),
    },
  },
} as const;

export type SourceName = keyof typeof fieldSources;
