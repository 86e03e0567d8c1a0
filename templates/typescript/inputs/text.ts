import { type Input, misfit } from "./input.ts";

interface TextOptions {
  /** Names of the tensors of words and of how many there are. */
  readonly name: string;
  readonly length: string;
  /** The most words of a text; further ones are cut off. */
  readonly words: number;
  /** How many different numbers there are, padding and unknown words included. */
  readonly vocabulary: number;
  readonly transforms: readonly ("lowercase" | "trim")[];
}

const UNKNOWN = 1;
/** The number of the most frequent word. */
const FIRST_WORD = 2;

const TRANSFORMS = {
  lowercase: (text: string) => text.toLowerCase(),
  trim: (text: string) => text.trim(),
} as const;

/** The longest runs of letters, marks and digits of any script, after Unicode normalisation. */
const wordsOf = (text: string): readonly string[] =>
  text.normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Texts as numbers of words: 0 is padding, 1 any word that is not known, then the most frequent words. */
export function text({ name, length, words, vocabulary, transforms }: TextOptions): Input<string> {
  const split = (value: string) =>
    wordsOf(transforms.reduce((changed, transform) => TRANSFORMS[transform](changed), value));
  return {
    learn(values) {
      const counts = new Map<string, number>();
      for (const value of values) {
        for (const word of split(value)) counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return { vocabulary: ranked.slice(0, vocabulary - FIRST_WORD).map(([word]) => word) };
    },
    columns(values, { vocabulary: known }) {
      if (!Array.isArray(known)) {
        throw misfit(
          name,
          "its words are not known yet: train the model, or load weights that were saved with them",
        );
      }
      const numbers = new Map<string, number>(known.map((word, i) => [String(word), i + FIRST_WORD]));
      const data = new Int32Array(values.length * words);
      const lengths = new Int32Array(values.length);
      for (const [row, value] of values.entries()) {
        if (value === undefined) continue;
        if (typeof value !== "string") throw misfit(name, "it is no text");
        const found = split(value).slice(0, words);
        found.forEach((word, i) => {
          data[row * words + i] = numbers.get(word) ?? UNKNOWN;
        });
        lengths[row] = found.length;
      }
      return [
        { name, shape: [words], dtype: "int32", data },
        { name: length, shape: [], dtype: "int32", data: lengths },
      ];
    },
  };
}
