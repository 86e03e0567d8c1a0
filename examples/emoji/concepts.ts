/** An emoji as far as it says what it stands for. */
export interface Named {
  /** Its code points in hexadecimal with `-` between: `1F3C3-200D-2642-FE0F`. */
  readonly hexcode: string;
  readonly label: string;
}

const words = (list: string): readonly string[] => list.split(" ");

/** Words that only vary a concept: who shows it, in which colour, size, number, direction, state or phase. */
const VARIATIONS = new Set([
  ...words("person people man men woman women man’s men’s woman’s women’s adult and with face"),
  ...words("red orange yellow green blue purple brown black white grey pink light"),
  ...words("large medium small heavy double low high volume full new"),
  ...words("one two three four five six seven eight nine ten eleven twelve 1st 2nd 3rd"),
  ...words("left right up down upwards downwards leftwards rightwards pointed pointing facing tilted"),
  ...words("oncoming front horizontal vertical departure arrival done not open closed raised lowered"),
  ...words("first last quarter waxing waning crescent gibbous"),
]);

/** Words that stand for the same. */
const SYNONYMS: Readonly<Record<string, string>> = {
  thirty: "o’clock",
  merman: "mermaid",
  merperson: "mermaid",
  princess: "prince",
  old: "older",
  santa: "claus",
  mrs: "claus",
  mx: "claus",
};

/** Code points that only vary the emoji which they are joined to: presentation, joiner, gender, direction, skin. */
const VARIANT_CODES = /^(?:FE0F|200D|2640|2642|27A1|1F3F[B-F])$/;
/** Code points of one meaning: man, woman and person; boy, girl and child. */
const SAME_CODES: Readonly<Record<string, string>> = {
  "1F468": "adult",
  "1F469": "adult",
  "1F9D1": "adult",
  "1F466": "child",
  "1F467": "child",
  "1F9D2": "child",
};

/**
 * Sorts emoji by what they stand for: `man running` and `woman running: facing right` are one concept, all clock
 * faces are, and all coloured circles. Two emoji are of one concept if their code points or their labels say so, or if
 * both are of one with a third.
 *
 * @returns the number of each emoji's concept, from 0, in the order in which concepts first come
 */
export function conceptsOf(emoji: readonly Named[]): number[] {
  const parent = emoji.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i]!));
  const firstOf = new Map<string, number>();
  emoji.forEach((one, i) => {
    for (const key of [`code ${codeKey(one)}`, `label ${labelKey(one)}`]) {
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, i);
      else parent[Math.max(root(i), root(first))] = Math.min(root(i), root(first));
    }
  });
  const numbers = new Map<number, number>();
  return emoji.map((_, i) => {
    const of = root(i);
    const number = numbers.get(of) ?? numbers.size;
    numbers.set(of, number);
    return number;
  });
}

function codeKey({ hexcode }: Named): string {
  const codes = hexcode.split("-").filter((code) => !VARIANT_CODES.test(code));
  return codes.map((code) => SAME_CODES[code] ?? code).join("-") || hexcode;
}

/** What is left of a label without remarks and variations; the whole label if nothing is. */
function labelKey({ label }: Named): string {
  const bare = label
    .toLowerCase()
    .replace(/“.*?”|\(.*?\)/g, "")
    .replace(/:.*| showing .*/, "");
  const left = (bare.match(/[\p{L}\p{N}’]+/gu) ?? [])
    .filter((word) => !VARIATIONS.has(word))
    .map((word) => SYNONYMS[word] ?? word.replace(/(?<=\p{L}{3})s$/u, ""));
  return left.length === 0 ? bare.trim() : [...new Set(left)].sort().join(" ");
}
