import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../diagnostics/source.ts";
import { expectFindings } from "./expect-findings.ts";
import { marked } from "./marked.ts";

describe("marked", () => {
  test("gives the source without its marks, and the marks' spans", () => {
    const { source, spans, named } = marked("a = «f(«#arg b»)» + «»c", "x.fuse");
    expect(source).toEqual({ file: "x.fuse", text: "a = f(b) + c" });
    expect(spans.map(({ start, end }) => source.text.slice(start, end))).toEqual(["f(b)", "b", ""]);
    expect(named).toEqual({ arg: { file: "x.fuse", start: 6, end: 7 } });
    expect(spans[2]).toEqual({ file: "x.fuse", start: 11, end: 11 });
  });

  test("takes shared indentation away", () => {
    const { source } = marked(`
      model M {
        «x» = 1

      }
    `);
    expect(source.text).toBe("model M {\n  x = 1\n\n}\n");
  });

  test("one space after a name is left out, a line break is not", () => {
    expect(marked("«#a  x»").source.text).toBe(" x");
    expect(marked("«#a\nx»|«#b»").source.text).toBe("\nx|");
  });

  test.each(["«a", "a»", "«#x a» «#x b»"])("refuses %s", (text) => {
    expect(() => marked(text)).toThrow();
  });
});

describe("expectFindings", () => {
  /** Finds every `x`. */
  const check = (source: Source): Diagnostic<"found_x">[] =>
    [...source.text.matchAll(/x/g)].map(({ index }) => ({
      name: "found_x",
      code: "FW9001",
      severity: "error",
      message: `an x at ${index}`,
      span: { file: source.file, start: index, end: index + 1 },
      related: [],
      help: [],
      fixes: [],
    }));

  test("accepts what was expected, in any order, by name, code or message", () => {
    expectFindings(check, marked("ab"), []);
    expectFindings(check, marked("a«x»b«x»"), [
      { name: "found_x" },
      { code: "FW9001", message: "an x at 3" },
    ]);
    expectFindings(check, marked("a«#first x»b«x»"), [
      { name: "found_x", at: 1, message: /at \d/ },
      { name: "found_x", at: "first" },
    ]);
  });

  test.each([
    ["nothing where something was found", "a«x»", []],
    ["something where nothing was found", "«a»", [{ code: "FW9001" }]],
    ["another place", "«a»x", [{ code: "FW9001" }]],
    ["another code", "«x»", [{ code: "FW9002" }]],
    ["another message", "«x»", [{ code: "FW9001", message: "an x" }]],
    ["one finding twice", "«x»", [{ code: "FW9001" }, { code: "FW9001", at: 0 }]],
    ["a mark that is not there", "x", [{ code: "FW9001" }]],
    ["neither name nor code", "«x»", [{}]],
  ])("refuses %s", (_, text, expected) => {
    expect(() => expectFindings(check, marked(text), expected)).toThrow();
  });

  test("fails with what a user would see", () => {
    const run = () => expectFindings(check, marked("a = x"), []);
    expect(run).toThrow(/error\[FW9001\]: an x at 4\n --> test\.fuse:1:5\n {2}\|\n1 \| a = x\n {2}\| {5}\^/);
  });
});
