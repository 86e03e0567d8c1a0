import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { openStored } from "../../../compiler/targets/browser/stored-model.ts";
import { build } from "../../../runtime/build/build.ts";
import { browserWith } from "../../../runtime/build/targets/browser.ts";
import { browserTypes } from "../../../runtime/build/targets/browser-types.ts";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import { compiled } from "../../compiler/kit/models.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { jsonIn, untrainedRun, VOCABULARY } from "./kit/untrained.ts";

const folder = temporaryFolder();
const { run, file } = untrainedRun(folder);
const bundle = join(folder, "bundle");
mkdirSync(bundle);
writeFileSync(join(bundle, "runtime.js"), "export const openModel = () => {};\n");

test("a module for a page holds the model, its weights and what encoders learned", async () => {
  const out = join(folder, "page");
  await build(run, browserWith(bundle), { out });
  expect(readdirSync(out).sort()).toEqual([
    "model.d.ts",
    "model.js",
    "model.json",
    "runtime.js",
    "weights.safetensors",
  ]);
  const { model, fitted } = jsonIn(out, "model.json") as { model: string; fitted: object };
  expect(fitted).toEqual({ word: { vocabulary: VOCABULARY } });
  const { variables } = openStored(model);
  expect([...readSafetensors(join(out, "weights.safetensors")).tensors]).toEqual(
    variables.map(({ name }) => [name, readSafetensors(join(run, "last.safetensors")).tensors.get(name)]),
  );
  expect(readFileSync(join(out, "model.js"), "utf8")).not.toContain("Tiny");
});

test("a module for a page needs a run, and the bundle that pages run on", async () => {
  const out = join(folder, "nothing");
  await expectFailure(() => build(file, browserWith(bundle), { out }), "not-trained", "Tiny has none");
  await expectFailure(
    () => build(run, browserWith(join(folder, "none")), { out }),
    "target-limit",
    "there is no bundle",
    "npm run build",
  );
  expect(readdirSync(folder)).not.toContain("nothing");
});

test("names and labels are types of the module, and never code", () => {
  const { model } = compiled(`category Mood = ["'] }; evil(); //", "*/ evil(); /*", "\\\\", "calm"]
model Odd {
  input constructor: vector(3)
  optional input class: text(words: 4, vocabulary: 9)
  both = concat(constructor |> dense(4), class |> embed(4) |> mean(over: word))
  output mood: Mood = both |> classify(Mood)
  output tags: set<Mood> = both |> tag(Mood)
  output price: number = both |> regress
}`);
  const source = ts.createSourceFile(
    "model.d.ts",
    browserTypes(model.interface),
    ts.ScriptTarget.Latest,
    true,
  );
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly unknown[] };
  expect(parseDiagnostics).toEqual([]);
  const members = Object.fromEntries(
    source.statements
      .filter((statement) => ts.isInterfaceDeclaration(statement))
      .map((one) => [one.name.text, one.members.map((member) => member.getText())]),
  );
  const mood = JSON.stringify(["'] }; evil(); //", "*/ evil(); /*", "\\", "calm"])
    .slice(1, -1)
    .replaceAll('","', '" | "');
  expect(members.Input).toEqual(['"constructor": number[];', '"class"?: string;']);
  expect(members.Target).toEqual([`"mood": ${mood};`, `"tags": (${mood})[];`, '"price": number;']);
  expect(
    source.statements.every(
      (s) => ts.isInterfaceDeclaration(s) || ts.isTypeAliasDeclaration(s) || ts.isFunctionDeclaration(s),
    ),
  ).toBe(true);
});
