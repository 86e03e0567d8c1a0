import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect } from "../../diagnostics/collect.ts";
import type { Severity } from "../../diagnostics/diagnostic.ts";
import { finding } from "./samples.ts";

const at = (file: string, start: number, end = start + 1) => ({ file, start, end });

describe("collect", () => {
  test("orders by file, then place, the shorter first", () => {
    const places = [at("b", 1), at("a", 20), at("a", 3, 9), at("a", 3, 5)];
    expect(collect(places.map((span) => finding(span))).shown.map((one) => one.span)).toEqual([
      at("a", 3, 5),
      at("a", 3, 9),
      at("a", 20),
      at("b", 1),
    ]);
  });

  test("leaves out exact repetitions only", () => {
    const plain = finding(at("a", 1));
    const others = [
      finding(at("a", 1), { label: "x" }),
      finding(at("a", 1), { help: ["x"] }),
      finding(at("a", 1), { related: [{ span: at("a", 1), text: "x" }] }),
      finding(at("a", 1), { message: "another" }),
      finding(at("a", 1), { fixes: [{ title: "x", edits: [] }] }),
    ];
    const { shown, counts } = collect([plain, ...others, { ...plain }, ...others]);
    expect(shown).toHaveLength(6);
    expect(new Set(shown)).toEqual(new Set([plain, ...others]));
    expect(counts).toEqual({ error: 6, warning: 0, note: 0 });
  });

  test("keeps errors before warnings before notes where there are too many, and counts all", () => {
    const severities: Severity[] = ["note", "warning", "error", "warning", "error"];
    const all = severities.map((severity, index) => finding(at("a", index), { severity }));
    const { shown, counts } = collect(all, 3);
    expect(shown.map((one) => one.span.start)).toEqual([1, 2, 4]);
    expect(counts).toEqual({ error: 2, warning: 2, note: 1 });
  });

  test("shows a hundred unless told otherwise", () => {
    const all = Array.from({ length: 130 }, (_, index) => finding(at("a", index)));
    expect(collect(all).shown).toHaveLength(100);
    expect(collect(all).counts.error).toBe(130);
  });

  test("the order in which findings were made does not matter", () => {
    const made = fc
      .tuple(
        fc.constantFrom("a", "b"),
        fc.nat(3),
        fc.constantFrom<Severity>("error", "warning"),
        fc.constantFrom("m", "n"),
      )
      .map(([file, start, severity, message]) => finding(at(file, start), { severity, message }));
    fc.assert(
      fc.property(fc.array(made), (findings) => {
        expect(collect(findings.toReversed(), 5)).toEqual(collect(findings, 5));
      }),
    );
  });
});
