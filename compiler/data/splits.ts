import { integer, number, text } from "../operators/settings.ts";

const share = (of: string) =>
  number(`the share of the rows that are ${of}`, { from: 0, to: 1, below: true, default: 0.15 });
const seed = integer("another seed draws other rows", { least: 0, default: 0 });
const stratify = text("a column whose values every part has in the same proportions", { optional: true });
const group = text("a column whose values are never divided between parts, such as a person", {
  optional: true,
});

/** How rows are told apart into those that are trained on, chosen by, and measured on. */
export const splits = {
  /** The rows say it themselves: train, validation or test. */
  column: { settings: { column: text("the column that says it", { positional: true }) } },
  random: { settings: { validation: share("validation"), test: share("test"), stratify, group, seed } },
  /** The latest are the test, those before them the validation. */
  chronological: {
    settings: {
      by: text("a column of numbers or dates", { positional: true }),
      validation: share("validation"),
      test: share("test"),
    },
  },
  /** One of several equal parts is the test, the next the validation, the others are trained on. */
  folds: {
    settings: {
      count: integer("how many parts", { positional: true, least: 3 }),
      fold: integer("which of them is the test, from 0", { least: 0 }),
      stratify,
      group,
      seed,
    },
  },
} as const;

export type SplitKind = keyof typeof splits;
