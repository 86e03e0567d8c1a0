import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { operators } from "../../../compiler/operators/index.generated.ts";
import type { Message } from "../../../diagnostics/messages/define.ts";
import { messages } from "../../../diagnostics/messages/index.ts";
import type { Span } from "../../../diagnostics/source.ts";
import { readerOf } from "./kit/cases.ts";
import { mutate, mutation } from "./kit/mutate.ts";

const CATEGORY = 'category Mood = ["glad", "sad"]\n';

/** The files of a folder, by their names. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith(".fuse"))
      .map((file) => [file, readFileSync(`${folder}/${file}`, "utf8")]),
  );

const snippets = [...readFileSync("docs/language.md", "utf8").matchAll(/```fuse\n(.*?)```/gs)].map(
  ([, text]) => text!,
);

/** Whole files, of examples and documentation; those of the examples import each other. */
const files: Readonly<Record<string, string>> = {
  ...filesOf("examples/emoji"),
  ...filesOf("bench/models"),
  ...Object.fromEntries(snippets.map((text, i) => [`guide-${i}.fuse`, text])),
  ...Object.fromEntries(
    Object.values(operators).map(({ name, example }) => [
      `operator-${name}.fuse`,
      `${CATEGORY}model Example {${example}\n}\n`,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries<Message>(messages).flatMap(([name, { right, wrong }]) =>
      [right, wrong].flatMap((text, i) =>
        text === undefined ? [] : [[`finding-${name}-${i}.fuse`, CATEGORY + text]],
      ),
    ),
  ),
};
const names = Object.keys(files);
/** Files with everything in them; the others show one operator or finding each. */
const whole = names.filter((name) => !/^(operator|finding)-/.test(name));
const texts = Object.values(files);

/** What is wrong with what a compilation says about some sources. */
function faults(entry: string, all: Readonly<Record<string, string>>): string[] {
  const { findings, models, sources } = compile(entry, readerOf(all));
  const known = new Map(sources.map(({ file, text }) => [file, text.length]));
  const isInside = ({ file, start, end }: Span) =>
    Number.isInteger(start) && 0 <= start && start <= end && end <= (known.get(file) ?? -1);
  const wrong = findings.flatMap(({ code, message, span, related, fixes, help }) => {
    const spans = [
      span,
      ...related.map((one) => one.span),
      ...fixes.flatMap(({ edits }) => edits.map((e) => e.span)),
    ];
    const words = [message, ...related.map(({ text }) => text), ...help].join("\n");
    return [
      ...(/^FW\d{4}$/.test(code) ? [] : [`the code ${code}`]),
      ...(spans.every(isInside) ? [] : [`${code}: a place outside of its file`]),
      ...(/undefined|\[object|function |=>/.test(words) ? [`${code}: ${words}`] : []),
      ...(/^FW[1-9]/.test(code) && /``(?!`)/.test(message)
        ? [`${code}: a name that is missing: ${message}`]
        : []),
    ];
  });
  const isSound = !findings.some(({ severity }) => severity === "error");
  if (!isSound && models.length > 0) wrong.push("models beside errors");
  return wrong;
}

test("the sources that are changed compile as they are", () => {
  for (const file of names.filter((name) => !name.startsWith("finding"))) {
    expect(compile(file, readerOf(files)).findings, file).toEqual([]);
    expect(faults(file, files)).toEqual([]);
  }
});

const RUNS = process.env.FUSEWIRE_FULL ? 20_000 : 2_000;

test("whatever is done to a source, it is compiled or told what is wrong where", {
  timeout: 600 * RUNS,
}, () => {
  const property = fc.property(
    fc.oneof(fc.constantFrom(...whole), fc.constantFrom(...names)),
    fc.array(mutation, { minLength: 1, maxLength: 6 }),
    fc.boolean(),
    (name, mutations, importing) => {
      const text = mutate(files[name]!, mutations, texts);
      // A file may also be broken for those that import from it.
      const entry = importing && name === "parts.fuse" ? "fused.fuse" : name;
      expect(faults(entry, { ...files, [name]: text })).toEqual([]);
    },
  );
  fc.assert(property, { seed: 20, numRuns: RUNS });
});
