import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf, lineText, placeOf } from "../../diagnostics/lines.ts";
import { position } from "../../diagnostics/source.ts";

const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "漢", "👍", " "), maxLength: 30 });

test("a place found with the index is the one found by counting", () => {
  fc.assert(
    fc.property(text, fc.nat(40), (text, offset) => {
      const source = { file: "f", text };
      expect(placeOf(linesOf(source), offset)).toEqual(position(source, Math.min(offset, text.length)));
    }),
  );
});

test("the lines are the text between its breaks", () => {
  fc.assert(
    fc.property(text, (text) => {
      const lines = linesOf({ file: "f", text });
      expect(lines.starts.map((_, index) => lineText(lines, index + 1))).toEqual(text.split(/\r?\n/));
    }),
  );
});
