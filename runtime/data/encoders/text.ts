import { splitWords } from "../words.ts";
import { type Cell, cellError, type EncodedInput, type Encoder, learning, quoteCell } from "./define.ts";

const PADDING = 0;
const UNKNOWN = 1;
/** The number of the most frequent word. */
const FIRST_WORD = 2;

/**
 * Words by number: 0 is padding and 1 any word outside of the vocabulary. The vocabulary is the words of the
 * training rows, the most frequent first, and where equally frequent in the order of their UTF-16 units.
 */
export const text: Encoder = {
  ...learning((input) => {
    const counts = new Map<string, number>();
    return {
      add(cell) {
        for (const word of splitWords(textOf(cell))) counts.set(word, (counts.get(word) ?? 0) + 1);
      },
      fitted() {
        const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
        return { vocabulary: ranked.slice(0, vocabularySize(input) - FIRST_WORD).map(([word]) => word) };
      },
    };
  }),
  open(_, { vocabulary }) {
    if (!Array.isArray(vocabulary)) throw new Error("a fitted text encoder has a vocabulary");
    const numbers = new Map<unknown, number>(vocabulary.map((word, i) => [word, i + FIRST_WORD]));
    return {
      encode(cell, [into]) {
        const words = splitWords(textOf(cell));
        const length = Math.min(words.length, into!.length);
        for (let i = 0; i < length; i++) into![i] = numbers.get(words[i]) ?? UNKNOWN;
        into!.fill(PADDING, length);
        return [length];
      },
    };
  },
  schema: () => ({ type: "string" }),
  read({ bytes }) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (error) {
      throw cellError("it is no text in UTF-8", "Write the text in UTF-8.", error);
    }
  },
};

function textOf(cell: Cell): string {
  if (typeof cell === "string") return cell;
  throw cellError(`${quoteCell(cell)} is no text`, "Give the text itself.");
}

function vocabularySize({ name, settings }: EncodedInput): number {
  const { vocabulary } = settings;
  if (typeof vocabulary !== "number") throw new Error(`the text ${name} has no vocabulary size`);
  return vocabulary;
}
