import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { show } from "../../diagnostics/render/columns.ts";
import { painter } from "../../diagnostics/render/paint.ts";
import { renderText } from "../../diagnostics/render/text.ts";
import { golden } from "../kit/golden.ts";
import { layouts } from "./layouts.ts";
import { example, finding, sample, twoFiles } from "./samples.ts";

describe("text", () => {
  test("looks as the language's description shows it", () => {
    expect(renderText(example.diagnostics, example.sources, { colour: false })).toBe(
      `
error[FW2104]: these cannot be added: their \`channel\` sizes differ
  --> sentiment.fuse:14:11
   |
11 |   sound = voice |> mel(64) |> ConvNet(widths: [16, 32]) |> dense(96)
   |                                                            --------- feature[96], from here
12 |   words = phrase |> embed(128) |> mean(over: word)
   |                     ---------- feature[128], from here
14 |   joint = sum(words, sound)
   |           ^^^^^^^^^^^^^^^^^ 128 and 96
   = help: project them to one width: sum(words, sound, width: 128)

1 error
`.trimStart(),
    );
  });

  test.each(Object.keys(layouts))("lays out: %s", async (name) => {
    const { diagnostics, sources } = layouts[name]!;
    await golden(`golden/text/${name}.txt`, renderText(diagnostics, sources));
  });

  test("shows each file under its own name, and counts by severity", async () => {
    await golden("golden/text/two-files.txt", renderText(twoFiles.diagnostics, twoFiles.sources));
  });

  test("paints", async () => {
    const colour = painter(picocolors.createColors(true));
    const painted = renderText(twoFiles.diagnostics, twoFiles.sources, { colour });
    const plain = renderText(twoFiles.diagnostics, twoFiles.sources);
    expect(stripVTControlCharacters(painted)).toBe(plain);
    await golden("golden/text/painted.txt", painted);
  });

  test("cuts long lines around what matters", async () => {
    const long = (before: number, after: number) =>
      sample(`x = [${"1, ".repeat(before)}«#here oops»${", 1".repeat(after)}]`);
    const samples = [long(40, 40), long(2, 80), long(80, 2), long(5, 5)];
    const wide = sample(`x = "${"漢".repeat(60)}«#here 字»${"漢".repeat(60)}"`);
    const both = sample(`«#start x» = [${"1, ".repeat(80)}«#here oops»]`);
    const huge = sample(`x = [${"1, ".repeat(30_000)}«#here oops»${", 1".repeat(30_000)}, «#far end»]`);
    const texts = [...samples, wide, both, huge].map(({ diagnostics, sources }) =>
      renderText(diagnostics, sources, { width: 60 }),
    );
    await golden("golden/text/long-lines.txt", texts.join("\n"));
  });

  test("says nothing where nothing was found", () => {
    expect(renderText([], example.sources)).toBe("");
  });

  test("counts what is not shown", () => {
    const text = renderText(example.diagnostics, example.sources, {
      counts: { error: 3, warning: 1, note: 0 },
    });
    expect(text.trimEnd().split("\n").at(-1)).toBe("3 errors, 1 warning, 3 of them not shown");
  });
});

const line = fc.string({ unit: fc.constantFrom("a", "b", " ", "(", "|", ">"), maxLength: 30 });

test("carets stand under exactly the characters they mean", () => {
  fc.assert(
    fc.property(
      line,
      line.filter((middle) => middle !== ""),
      line,
      (before, middle, after) => {
        const span = { file: "f", start: before.length, end: before.length + middle.length };
        const [, , , source, carets] = renderText(
          [finding(span)],
          [{ file: "f", text: before + middle + after }],
        ).split("\n");
        expect(source!.slice(4)).toBe((before + middle + after).trimEnd());
        expect(carets).toBe(`  | ${" ".repeat(before.length)}${"^".repeat(middle.length)}`);
      },
    ),
  );
});

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\n", "\t", "\r\n", "漢", "👨‍👩‍👧", "e\u0301", "\ud800", "\u200d"),
    fc.string({ maxLength: 4 }),
  ),
  maxLength: 40,
});
const anySpan = fc
  .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }))
  .map(([start, end]) => ({
    file: "f",
    start,
    end,
  }));

test("any text and any spans are shown, all words once, no control character, and no row too wide", () => {
  fc.assert(
    fc.property(anyText, anySpan, fc.array(anySpan, { maxLength: 5 }), (text, span, others) => {
      const related = others.map((other, index) => ({ span: other, text: `<word ${index}>` }));
      const shown = renderText([finding(span, { label: "<label>", related })], [{ file: "f", text }], {
        width: 40,
      });
      for (const word of ["<label>", ...related.map((one) => one.text)])
        expect(shown.split(word).length, word).toBe(2);
      expect(shown).not.toMatch(/[^\n\P{Cc}]/u);
      for (const row of shown.split("\n").filter((row) => /^ *\d* \|/.test(row) && !/<word|<label/.test(row)))
        expect(show(row).columns.at(-1), row).toBeLessThanOrEqual(40);
    }),
    { numRuns: 500 },
  );
});
