import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** One emoji of the keyboard that has a picture. */
export interface Emoji {
  /** Its code points in hexadecimal with `-` between: `1F3C3-200D-2642-FE0F`. */
  readonly hexcode: string;
  /** Its name in English: `man running`. */
  readonly label: string;
  /** A label of `Group` in parts.fuse. */
  readonly group: string;
  /** Where its picture of 64 × 64 pixels lies. */
  readonly picture: string;
}

/** Groups by their number in emojibase; components and flags are left out. */
const GROUPS: Readonly<Record<number, string>> = {
  0: "smileys",
  1: "people",
  3: "animals",
  4: "food",
  5: "places",
  6: "activities",
  7: "objects",
  8: "symbols",
};

const require = createRequire(import.meta.url);

/** What is read of `emojibase-data` (MIT). */
interface Named {
  readonly hexcode: string;
  readonly label: string;
  readonly group?: number;
}

/** What is read of `emoji-datasource-google` (the pictures are Noto's, Apache-2.0). */
interface Drawn {
  readonly unified: string;
  readonly image: string;
}

/** All emoji without flags and components, in the order of emojibase. One that is too new to be drawn is left out. */
export function readEmoji(): Emoji[] {
  const named: readonly Named[] = readJson("emojibase-data/en/data.json");
  const drawn: readonly Drawn[] = readJson("emoji-datasource-google/emoji.json");
  const pictures = join(dirname(require.resolve("emoji-datasource-google/emoji.json")), "img/google/64");
  const images = new Map(drawn.map(({ unified, image }) => [plain(unified), image]));
  return named.flatMap(({ hexcode, label, group }) => {
    const name = group === undefined ? undefined : GROUPS[group];
    const image = images.get(plain(hexcode));
    if (name === undefined || image === undefined) return [];
    return [{ hexcode, label, group: name, picture: join(pictures, image) }];
  });
}

/** The two packages differ in where they ask for the colourful form. */
const plain = (hexcode: string): string => hexcode.replaceAll("-FE0F", "");

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(require.resolve(file), "utf8")) as T;
}
