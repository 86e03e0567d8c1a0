import { describe, expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { LIBRARY } from "../../compiler/library/sources.generated.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { parse } from "../../grammar/parse.ts";
import { brokenSource } from "./kit/broken.ts";
import { misplaced } from "./kit/nodes.ts";

const FILE = "test.fuse";
const runs = process.env.FUSEWIRE_FULL ? 20_000 : 2_000;
const batch = runs / 20;

/** Everything that is wrong with findings by themselves: codes, and places that the text does not have. */
function faults(findings: readonly Diagnostic[], text: string, codes: RegExp): readonly string[] {
  return findings.flatMap(({ code, message, span, related, fixes }) => {
    const edits = fixes.flatMap((fix) => fix.edits);
    const places = [span, ...[...related, ...edits].map((one) => one.span)];
    const astray = places.filter(({ file, start, end }) => {
      const length = file === FILE ? text.length : (LIBRARY[file]?.length ?? -1);
      return !(start >= 0 && start <= end && end <= length);
    });
    return [
      ...(codes.test(code) ? [] : [`${code} is no code that is expected here`]),
      ...(/undefined|NaN|\[object/.test(message) ? [`${code} says: ${message}`] : []),
      ...astray.map(({ file, start, end }) => `${code} lies at ${file} ${start}-${end}`),
    ];
  });
}

describe.each(Array.from({ length: 20 }, (_, index) => index * batch))(
  "broken sources from %i on",
  (first) => {
    const sources = Array.from({ length: batch }, (_, index) => brokenSource(first + index));

    test("are parsed to a tree and findings that lie in the text", () => {
      for (const [index, text] of sources.entries()) {
        const { file, diagnostics } = parse({ file: FILE, text });
        const wrong = [...misplaced(file, text), ...faults(diagnostics, text, /^FW0\d{3}$/)];
        expect(wrong, `source ${first + index}: ${JSON.stringify(text)}`).toEqual([]);
      }
    });

    test("are compiled or rejected with findings that lie in the text", () => {
      for (const [index, text] of sources.entries()) {
        const where = `source ${first + index}: ${JSON.stringify(text)}`;
        const { findings, models } = compileOrTell(text, where);
        expect(faults(findings, text, /^FW\d{4}$/), where).toEqual([]);
        const rejected = findings.some(({ severity }) => severity === "error");
        const hasModel = parse({ file: FILE, text }).file.items.some(({ kind }) => kind === "model");
        expect(models.length > 0, where).toBe(hasModel && !rejected);
      }
    });
  },
);

function compileOrTell(text: string, where: string): ReturnType<typeof compile> {
  try {
    return compile(FILE, (path) => (path === FILE ? text : undefined));
  } catch (cause) {
    throw new Error(where, { cause });
  }
}

test("what was parsed before does not matter", () => {
  const texts = Array.from({ length: 200 }, (_, seed) => brokenSource(seed));
  const once = texts.map((text) => parse({ file: FILE, text }));
  const again = texts.toReversed().map((text) => parse({ file: FILE, text }));
  expect(again.toReversed()).toEqual(once);
});
