import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { operators } from "../../compiler/operators/index.generated.ts";
import { referencePages } from "../../compiler/reference/pages.ts";
import { verifyPage } from "../../runtime/verify/page.ts";

/** Fenced `fuse` blocks of a Markdown text. */
function snippets(markdown: string): string[] {
  return [...markdown.matchAll(/```fuse\n(.*?)```/gs)].map((match) => match[1]!);
}

function findings(text: string): string[] {
  const { findings, models } = compile("snippet.fuse", (path) =>
    path === "snippet.fuse" ? text : undefined,
  );
  return [...findings.map((f) => `${f.code} ${f.message}`), ...(models.length === 0 ? ["no model"] : [])];
}

describe("documentation", () => {
  const guide = snippets(readFileSync("docs/language.md", "utf8"));

  it.each(guide.map((text, i) => [i + 1, text] as const))(
    "language guide, example %i compiles",
    (_, text) => {
      expect(findings(text)).toEqual([]);
    },
  );

  it.each(Object.values(operators).map(({ name, example }) => [name, example] as const))(
    "the example of %s compiles without a finding",
    (_, example) => {
      expect(findings(`category Mood = ["glad", "sad"]\nmodel Example {${example}\n}\n`)).toEqual([]);
    },
  );

  it("docs/verify.md is what the properties say", () => {
    expect(readFileSync("docs/verify.md", "utf8")).toBe(verifyPage());
  });

  it.each(Object.entries(referencePages()))(
    "docs/reference/%s is what the declarations say",
    (name, text) => {
      expect(readFileSync(`docs/reference/${name}`, "utf8")).toBe(text);
    },
  );
});
