/** Sources that are wrong by chance: right ones changed, and words thrown together. All from a seed. */
import { readFileSync } from "node:fs";
import { syntaxMessages } from "../../../diagnostics/messages/syntax.ts";
import { FEELING } from "./feeling.ts";

/** Numbers from 0 to 1 that look random: a linear congruential generator of 31 bits, by Park and Miller. */
function draws(seed: number): () => number {
  let state = (seed * 7919 + 17) % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const EXAMPLES = ["parts", "words", "picture", "fused"].map((name) =>
  readFileSync(`examples/emoji/${name}.fuse`, "utf8"),
);
const GUIDE = [...readFileSync("docs/language.md", "utf8").matchAll(/```fuse\n(.*?)```/gs)].map(
  ([, text = ""]) => text,
);
const FINDINGS = Object.values(syntaxMessages).flatMap((message) =>
  "wrong" in message ? [message.wrong] : [],
);

const SOURCES: readonly string[] = [FEELING, ...EXAMPLES, ...GUIDE, ...GUIDE, ...FINDINGS];

const WORDS: readonly string[] = [
  ..."use category model block data train on input optional output weight require return for in if new".split(
    " ",
  ),
  ..."x y words Mood text image feature dense relu concat vote list int let def class import from else".split(
    " ",
  ),
  ..."( ) [ ] { } , ; : = . .. @ + - * / < > <= >= == != |> -> | & => ? ! ' \" ` \\ $ # // /* */ ///".split(
    " ",
  ),
  ...'0 1 64 2_000 300k 0.5 1e-3 1e999 5. .5 1__2 16_kHz 2s 3px "a" \'b\' "\\q" “c”'.split(" "),
  ...["\n", "\n", "\n", "\r\n", " ", "\t", "\u0000", "\u202e", "\ud800", "é", "😀", "\u2028"],
];

/** The source of a number: right sources changed in a few places, or for every fourth number random words. */
export function brokenSource(seed: number): string {
  const draw = draws(seed);
  const below = (limit: number) => Math.floor(draw() * limit);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  const some = (): string => Array.from({ length: 1 + below(3) }, () => pick(WORDS)).join(pick(["", " "]));

  if (seed % 4 === 0) return Array.from({ length: below(80) }, () => pick(WORDS)).join(pick(["", " ", " "]));
  let text = pick(SOURCES);
  for (let changes = 1 + below(4); changes > 0; changes -= 1) text = changed(text);
  return text;

  function changed(text: string): string {
    const at = below(text.length + 1);
    const end = Math.min(text.length, at + 1 + below(pick([1, 1, 8, 60])));
    const part = text.slice(at, end);
    const lines = text.split("\n");
    const line = below(lines.length);
    switch (below(8)) {
      case 0:
      case 1:
        return text.slice(0, at) + text.slice(end);
      case 2:
        return text.slice(0, at) + some() + text.slice(at);
      case 3:
        return text.slice(0, at) + some() + text.slice(end);
      case 4:
        return text.slice(0, end) + part + text.slice(end);
      case 5:
        return lines.toSpliced(line, 1).join("\n");
      case 6:
        return lines.toSpliced(line, 0, pick(pick(SOURCES).split("\n"))).join("\n");
      default:
        return text.replace(/[(){}[\],:=]/g, (sign) =>
          draw() < 0.05 ? pick(["", sign + sign, some()]) : sign,
        );
    }
  }
}
