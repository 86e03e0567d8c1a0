import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut } from "../../format/lay-out.ts";
import { parse } from "../../grammar/parse.ts";
import { program } from "../grammar/kit/programs.ts";
import { commentsOf, meaningOf, readingOf } from "./kit/meaning.ts";
import { modelSource } from "./kit/models.ts";
import { scrambled } from "./kit/scramble.ts";
import { alone, type Given, repositorySources } from "./kit/sources.ts";

const RUNS = process.env.FUSEWIRE_FULL ? 500 : 60;
const LAYOUT = { comments: false, blanks: false };
const EVERYTHING = { comments: true, blanks: true };

/** What must hold of a source, and of the same words laid out by chance, however they are commented. */
function expectLaidOut(source: Given, seed: number): void {
  const wild = scrambled(source.text, seed, EVERYTHING);
  expect(parse({ file: "", text: wild }).diagnostics, wild).toEqual([]);
  const laidOut = layOut(wild);
  expect(layOut(laidOut), wild).toBe(laidOut);
  expect(commentsOf(laidOut), wild).toEqual(commentsOf(wild));
  expect(readingOf(laidOut), wild).toBe(readingOf(wild));
  expect(laidOut, wild).not.toMatch(/[ \t]\n|\n\n\n/);
  // What cannot be compiled is compared by its tree alone.
  const meaning = meaningOf(source, wild);
  if (meaning.models > 0) expect(meaningOf(source, laidOut), wild).toEqual(meaning);
}

/** Layout depends on words, comments and empty lines alone. */
function expectCanonical({ text }: Given, seed: number): void {
  const wild = scrambled(text, seed, LAYOUT);
  expect(layOut(wild), wild).toBe(layOut(text));
}

describe.each(repositorySources().map((source, index) => [source.name, source, index] as const))(
  "%s",
  (_, source, index) => {
    test("means the same when it is laid out", () => {
      expectLaidOut(source, index);
      expect(meaningOf(source, layOut(source.text))).toEqual(meaningOf(source, source.text));
    });

    test("has one layout", () => expectCanonical(source, index));
  },
);

describe.each(Array.from({ length: 10 }, (_, index) => (index * RUNS) / 10))(
  "generated models from %i on",
  (first) => {
    const sources = Array.from({ length: RUNS / 10 }, (_, index) =>
      alone("m.fuse", modelSource(first + index)),
    );

    test("compile", () => {
      for (const source of sources) {
        const { findings, models } = meaningOf(source, source.text);
        expect({ findings, models }, source.text).toEqual({ findings: [], models: 1 });
      }
    });

    test("mean the same when they are laid out", () => {
      for (const [index, source] of sources.entries()) expectLaidOut(source, first + index);
    });

    test("have one layout", () => {
      for (const [index, source] of sources.entries()) expectCanonical(source, first + index);
    });
  },
);

test("whatever the grammar allows is read the same when it is laid out", () => {
  const property = fc.property(program, fc.nat(), ({ text }, seed) => {
    const source = alone("p.fuse", text.replace(/\r\n/g, "\n"));
    expectLaidOut(source, seed);
    // A comma that comes or goes, or changes its line, may take a comment with it.
    if (commentsOf(text).length === 0) expectCanonical(source, seed);
  });
  fc.assert(property, { seed: 24, numRuns: RUNS * 4 });
});

test("two meanings have two hashes", () => {
  const source = alone("m.fuse", modelSource(1));
  const other = source.text.replace("dense(D)", "dense(D, relu)");
  expect(meaningOf(source, other)).not.toEqual(meaningOf(source, source.text));
});
