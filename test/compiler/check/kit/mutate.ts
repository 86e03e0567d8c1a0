import fc from "fast-check";

/** A change to a source text; numbers from 0 to 1 choose places in it. */
export type Mutation =
  | { readonly kind: "delete" | "duplicate"; readonly at: number; readonly count: number }
  | { readonly kind: "swap"; readonly at: number; readonly with: number }
  | { readonly kind: "replace"; readonly at: number; readonly by: number }
  | {
      readonly kind: "splice";
      readonly at: number;
      readonly other: number;
      readonly from: number;
      readonly count: number;
    }
  | { readonly kind: "insert"; readonly at: number; readonly text: string }
  | { readonly kind: "cut"; readonly at: number };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const count = fc.integer({ min: 1, max: 12 });

/** What a slip of the pen, or of an editor, puts where it does not belong. */
const FRAGMENTS = [
  ..."(){}[]<>|,.:;=+-*/@!?#\"'`\\\n\t\0",
  "|>",
  "->",
  "//",
  "///",
  "..",
  "==",
  "é",
  "😀",
  "\u{202e}",
  "\ud800",
  "999999999999999999999",
  "1e999",
  "0",
  "-1",
  "2 s",
  "__proto__",
  "constructor",
  "for x in [1, 2] {",
  "new ",
  "optional ",
  "model ",
  "block ",
  "train ",
  "in 0..1",
  " if x == 1",
];

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constantFrom("delete" as const, "duplicate" as const), at: place, count }),
  fc.record({ kind: fc.constant("swap" as const), at: place, with: place }),
  fc.record({ kind: fc.constant("replace" as const), at: place, by: place }),
  fc.record({ kind: fc.constant("splice" as const), at: place, other: place, from: place, count }),
  fc.record({
    kind: fc.constant("insert" as const),
    at: place,
    text: fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 4 })),
  }),
  fc.record({ kind: fc.constant("cut" as const), at: place }),
);

/** Words, numbers, texts, signs and the spaces between them. */
const tokensOf = (text: string): string[] =>
  text.match(/[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|"[^"\n]*"|\|>|->|\/\/[^\n]*|\s+|./gsu) ?? [];

/** A text after some mutations; splices come from the other texts. */
export function mutate(text: string, mutations: readonly Mutation[], others: readonly string[]): string {
  return mutations.reduce((current, one) => apply(current, one, others), text);
}

function apply(text: string, mutation: Mutation, others: readonly string[]): string {
  const tokens = tokensOf(text);
  const index = (at: number, length = tokens.length) => Math.floor(at * length);
  const at = index(mutation.at);
  switch (mutation.kind) {
    case "delete":
      return [...tokens.slice(0, at), ...tokens.slice(at + mutation.count)].join("");
    case "duplicate":
      return [...tokens.slice(0, at + mutation.count), ...tokens.slice(at)].join("");
    case "swap": {
      const other = index(mutation.with);
      const [a, b] = [tokens[at] ?? "", tokens[other] ?? ""];
      return tokens.map((token, i) => (i === at ? b : i === other ? a : token)).join("");
    }
    case "replace":
      return tokens.map((token, i) => (i === at ? (tokens[index(mutation.by)] ?? "") : token)).join("");
    case "splice": {
      const source = tokensOf(others[index(mutation.other, others.length)] ?? "");
      const from = index(mutation.from, source.length);
      const taken = source.slice(from, from + mutation.count * 5);
      return [...tokens.slice(0, at), ...taken, ...tokens.slice(at)].join("");
    }
    case "insert":
      return [...tokens.slice(0, at), mutation.text, ...tokens.slice(at)].join("");
    case "cut":
      return tokens.slice(0, at).join("");
  }
}
