import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import { messages } from "../../../diagnostics/messages/index.ts";
import { syntaxMessages } from "../../../diagnostics/messages/syntax.ts";
import { renderText } from "../../../diagnostics/render/text.ts";
import type { Source } from "../../../diagnostics/source.ts";
import { expectFindings } from "../../kit/expect-findings.ts";
import { golden } from "../../kit/golden.ts";
import { type Marked, marked } from "../../kit/marked.ts";
import { attentionCases } from "./cases/attention.ts";
import { axisCases } from "./cases/axes.ts";
import { dataCases } from "./cases/data.ts";
import { decisionCases } from "./cases/decisions.ts";
import { declarationCases } from "./cases/declarations.ts";
import { fusionCases } from "./cases/fusion.ts";
import { importCases } from "./cases/imports.ts";
import { limitCases } from "./cases/limits.ts";
import { nameCases } from "./cases/names.ts";
import { outputCases } from "./cases/outputs.ts";
import { phaseCases } from "./cases/phases.ts";
import { settingCases } from "./cases/settings.ts";
import { trainingCases } from "./cases/training.ts";
import { typeCases } from "./cases/types.ts";
import { type Case, findingsIn } from "./kit/cases.ts";

const families = {
  names: nameCases,
  imports: importCases,
  types: typeCases,
  axes: axisCases,
  decisions: decisionCases,
  attention: attentionCases,
  settings: settingCases,
  declarations: declarationCases,
  training: trainingCases,
  data: dataCases,
  phases: phaseCases,
  outputs: outputCases,
  limits: limitCases,
  fusion: fusionCases,
};

describe.each(Object.entries(families))("%s", (family, cases) => {
  describe.each(Object.entries(cases))("%s", (title, one) => {
    const text = marked(one.source);
    const findings = findingsIn(text.source, one.files);
    const shown = (span: Diagnostic["span"]) => `${span.file} ${span.start}-${span.end}`;

    test("finds what is wrong where it is, and nothing else", () => {
      const places = text.spans.filter((span) => !isSeen(text, span));
      const expected = one.finds.map((name, i) => ({ name, at: text.spans.indexOf(places[i]!) }));
      expect(places).toHaveLength(one.finds.length);
      expectFindings(() => findings, text, expected);
    });

    test("shows the other places", () => {
      const related = findings.flatMap((finding) => finding.related.map(({ span }) => shown(span)));
      const seen = Object.entries(text.named).flatMap(([name, span]) =>
        name.startsWith("see") ? [span] : [],
      );
      expect(related).toEqual(expect.arrayContaining(seen.map(shown)));
    });

    test("helps", () => {
      const help = findings.flatMap((finding) => finding.help);
      for (const part of one.help ?? []) {
        const at = help.findIndex((line) => line.includes(part));
        expect(at, `${part}\n\nis not in\n\n${help.join("\n")}`).toBeGreaterThanOrEqual(0);
        help.splice(at, 1);
      }
    });

    test("mends by its fixes", () => {
      for (const finding of findings) {
        for (const fix of finding.fixes) {
          const mended = findingsIn(edited(text.source, fix.edits), one.files);
          const count = (all: readonly Diagnostic[]) =>
            all.filter(({ name }) => name === finding.name).length;
          expect(count(mended), `${finding.message}: ${fix.title}`).toBeLessThan(count(findings));
        }
      }
    });

    test("reads well", async () => {
      const sources = [
        text.source,
        ...Object.entries(one.files ?? {}).map(([file, t]) => ({ file, text: t })),
      ];
      const name = title.replace(/[^a-z]+/gi, "-").replace(/^-|-$/g, "");
      await golden(`golden/${family}/${name}.txt`, renderText(findings, sources, { colour: false }));
    });
  });
});

const isSeen = ({ named }: Marked, span: Diagnostic["span"]) =>
  Object.entries(named).some(([name, one]) => one === span && name.startsWith("see"));

/** A source after some edits, which do not overlap. */
function edited(source: Source, edits: Diagnostic["fixes"][number]["edits"]): Source {
  const ordered = [...edits].sort((a, b) => b.span.start - a.span.start);
  let { text } = source;
  for (const { span, text: put } of ordered) text = text.slice(0, span.start) + put + text.slice(span.end);
  return { ...source, text };
}

test("every finding beyond syntax is among these", () => {
  const made = new Set(
    Object.values(families)
      .flatMap((cases) => Object.values<Case>(cases))
      .flatMap((one) => one.finds),
  );
  const all = Object.keys(messages).filter((name) => !Object.hasOwn(syntaxMessages, name));
  expect(all.filter((name) => !made.has(name as never))).toEqual([]);
});
