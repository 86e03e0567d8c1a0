import { integer } from "../operators/settings.ts";
import { UNBOUNDED } from "../types/value-type.ts";
import { modality } from "./define.ts";

export const text = modality({
  name: "text",
  summary: "Words, each the number of an entry of the vocabulary.",
  documentation:
    "A text fills as many places of the ragged axis `word` as it has words; further words are cut off. The numbers run from 0 to `vocabulary - 1`: 0 is padding, 1 stands for a word outside of the vocabulary.",
  settings: {
    words: integer("how many words a text has at most", { most: 100_000 }),
    vocabulary: integer("how many different tokens there are, padding and unknown words included", {
      least: 2,
    }),
  },
  axes: ["word"],
  kind: "tokens",
  sources: ["column", "file"],
  rate: "never",
  defaultRange: UNBOUNDED,
  ranges: [],
  layout: ({ words, vocabulary }, { input }) => ({
    kind: { name: "tokens", vocabulary },
    axes: [{ name: "word", size: words, ragged: input }],
  }),
  dtype: "int32",
  prepare: (_, values) => values,
  example: "input name: text(words: 8, vocabulary: 2_000)",
});
