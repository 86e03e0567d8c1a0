import { describe, expect, test } from "vitest";
import { layOut } from "../../format/lay-out.ts";
import { parse } from "../../grammar/parse.ts";
import { declarationCases } from "../compiler/check/cases/declarations.ts";
import { importCases } from "../compiler/check/cases/imports.ts";
import { nameCases } from "../compiler/check/cases/names.ts";
import { settingCases } from "../compiler/check/cases/settings.ts";
import { trainingCases } from "../compiler/check/cases/training.ts";
import { typeCases } from "../compiler/check/cases/types.ts";
import { type Case, findingsIn } from "../compiler/check/kit/cases.ts";
import { brokenSource } from "../grammar/kit/broken.ts";
import { marked } from "../kit/marked.ts";
import { commentsOf, readingOf } from "./kit/meaning.ts";
import { modelSource } from "./kit/models.ts";
import { random } from "./kit/random.ts";
import { alone, repositorySources } from "./kit/sources.ts";

const RUNS = process.env.FUSEWIRE_FULL ? 20_000 : 2_000;

describe.each(Array.from({ length: 10 }, (_, index) => (index * RUNS) / 10))(
  "broken sources from %i on",
  (first) => {
    test("are read the same when they are laid out, and stay so", () => {
      for (let seed = first; seed < first + RUNS / 10; seed += 1) {
        const text = brokenSource(seed).replace(/\r\n?/g, "\n");
        const laidOut = layOut(text);
        expect(readingOf(laidOut), text).toBe(readingOf(text));
        expect(commentsOf(laidOut), text).toEqual(commentsOf(text));
        expect(layOut(laidOut), text).toBe(laidOut);
      }
    });
  },
);

const CASES: Readonly<Record<string, Case>> = {
  ...nameCases,
  ...importCases,
  ...typeCases,
  ...settingCases,
  ...declarationCases,
  ...trainingCases,
};

test.each(Object.entries(CASES))(
  "%s: the same is found when it is laid out",
  (_, { source: text, files }) => {
    const { source } = marked(text);
    const told = (one: typeof source) => findingsIn(one, files).map(({ code, name }) => `${code} ${name}`);
    const laidOut = layOut(source.text);
    expect(told({ ...source, text: laidOut })).toEqual(told(source));
    expect(layOut(laidOut)).toBe(laidOut);
  },
);

// ---- one broken statement in a sound source ------------------------------------------------------------

/** Statements of one line that bind a value. */
const BINDING = /^( +(?:input |output )?\w+(?: *=|:) +)(.*[^[({,])$/;

const PIPED = /^\w+ +\|>/;

/** What a slip makes of a value. */
const SLIPS: readonly ((value: string) => string)[] = [
  (value) => value.replace(")", ""),
  (value) => value.replace("(", ""),
  (value) => value.replace("]", ""),
  (value) => value.replace(",", " ,  ,"),
  (value) => value.replace("|>", "|>   |>"),
  (value) => `${value} )`,
  (value) => `${value}  ;`,
  (value) => `${value} ,`,
  (value) => value.replace(/[\w"]+$/, '"'),
  (value) => `= ${value}`,
  (value) => `${value}   and   more`,
  (value) => `  @@ ${value}`,
  () => "",
];

/** The same words, but for one line, as somebody may indent and space them. */
function untidy(lines: readonly string[], except: number, indent: string): string {
  return lines
    .map((line, index) => {
      const [, before = "", rest = ""] = /^( *)(.*)$/.exec(line) ?? [];
      const spaced =
        index === except || rest.includes("//") ? rest : rest.replace(/ (?=[|=])|(?<=[:,]) /g, "   ");
      return indent.repeat(before.length / 2) + spaced;
    })
    .join("\n");
}

const sources = [
  ...repositorySources().filter(({ text }) => text.includes("train ")),
  ...Array.from({ length: 10 + RUNS / 500 }, (_, seed) => alone(`model ${seed}`, modelSource(seed))),
];

test("a broken statement stays as it is, and leaves all others as they are without it", () => {
  let broken = 0;
  let others = 0;
  sources.forEach(({ text }, seed) => {
    const choose = random(seed);
    const lines = layOut(text).split("\n");
    const places = lines.flatMap((line, index) => {
      const isWhole = BINDING.test(line) && !lines[index + 1]?.trimStart().startsWith("|>");
      return isWhole ? [index] : [];
    });
    for (let count = 0; count < 10; count += 1) {
      const place = choose.pick(places);
      const [, head = "", value = ""] = BINDING.exec(lines[place]!)!;
      const slip = choose.pick(SLIPS)(value);
      const line = `${head}${slip}`.trimEnd();
      const slipped = lines.with(place, line);
      // A value that is no longer handed on by its name leaves the column of its pipe.
      if (!isBrokenOnly(slipped, place) || PIPED.test(value) !== PIPED.test(slip)) {
        others += 1;
        continue;
      }
      broken += 1;
      expect(layOut(slipped.join("\n"))).toBe(slipped.join("\n"));
      for (const indent of ["  ", "    ", "\t"]) {
        expect(layOut(untidy(slipped, place, indent)), line).toBe(slipped.join("\n"));
      }
    }
  });
  expect(broken).toBeGreaterThan(others);
});

/** Whether all that is wrong in a text is wrong in one of its lines. */
function isBrokenOnly(lines: readonly string[], place: number): boolean {
  const text = lines.join("\n");
  const start = lines.slice(0, place).join("\n").length;
  const end = start + lines[place]!.length + 1;
  const { diagnostics } = parse({ file: "", text });
  const spans = diagnostics.flatMap(({ span, related }) => [span, ...related.map((one) => one.span)]);
  return spans.length > 0 && spans.every((span) => start < span.start && span.end <= end);
}
