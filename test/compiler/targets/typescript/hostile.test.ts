import * as tf from "@tensorflow/tfjs";
import { ts } from "ts-morph";
import { beforeAll, describe, expect, it } from "vitest";
import {
  comment,
  fileName,
  key,
  literal,
  typeName,
  variableName,
} from "../../../../compiler/targets/typescript/words.ts";
import { HOSTILE, hostileSource, NAMES } from "./kit/hostile.ts";
import { load, projectOf } from "./kit/project.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** The kinds of everything in a module, but for how names are written. */
function kinds(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const isName =
      ts.isIdentifier(node) ||
      ts.isStringLiteralLike(node) ||
      ts.isComputedPropertyName(node) ||
      ts.isJSDoc(node);
    if (isName || ts.isShorthandPropertyAssignment(node)) return;
    if (!ts.isElementAccessExpression(node) && !ts.isPropertyAccessExpression(node))
      found.push(ts.SyntaxKind[node.kind]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("m.ts", text, ts.ScriptTarget.ES2022));
  return found;
}

describe("names, labels and documentation that mean harm", () => {
  it("never become code", async () => {
    const files = await projectOf(hostileSource(), "M");
    const { createM } = load<
      Record<
        string,
        () => {
          predict(
            input: object,
          ): Promise<{ decided: { label: string; probabilities: Record<string, number> } }>;
          train(rows: readonly object[]): Promise<unknown>;
        }
      >
    >(files, "src/m.ts");
    const model = createM!();
    const record = Object.fromEntries(NAMES.map((name, i) => [name, [i / 50, 0.1]]));
    const row = (label: string) => Object.fromEntries([...Object.entries(record), ["decided", label]]);
    await model.train(HOSTILE.map(row));
    const { decided } = await model.predict(record);
    expect(HOSTILE).toContain(decided.label);
    expect(Object.keys(decided.probabilities)).toEqual(HOSTILE);
    expect((globalThis as { HARM?: unknown }).HARM).toBeUndefined();
  });

  it("leave the code as it is with harmless ones", async () => {
    const plain = await projectOf(
      hostileSource(
        NAMES.map((_, i) => `name_${i}`),
        HOSTILE.map((_, i) => `text ${i}`),
      ),
      "M",
    );
    const hostile = await projectOf(hostileSource(), "M");
    const [a, b] = [plain, hostile].map((files) => kinds(files.get("src/m.ts")!));
    expect(a!.length).toBeGreaterThan(500);
    expect(b).toEqual(a);
  });

  it("stay within a literal, a comment, a name", () => {
    const signs = [..."*/\\`$\"'{}\n\r\u2028\u2029\u0000\u0085\ufeff<>@é字-_ ."];
    const texts = [
      ...HOSTILE,
      ...NAMES,
      ...signs,
      ...signs.flatMap((a) => signs.map((b) => a + b)),
      "",
      "*****/",
      "9lives",
    ];
    const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
    for (const text of texts) {
      expect(JSON.parse(literal(text))).toBe(text);
      expect(literal(text)).not.toMatch(/[\n\r\u2028\u2029\u0085]/);
      expect(comment(text) ?? "").not.toMatch(/\*\/|[\r\u2028\u2029]/);
      expect(variableName(text)).toMatch(isName);
      expect(typeName(text)).toMatch(isName);
      expect(fileName(text)).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      const made = new Function(`return { ${key(text, "object")}: 1 }`)() as object;
      expect(Object.entries(made)).toEqual([[text, 1]]);
      expect(
        () => new Function(`"use strict"; const ${variableName(text)} = 1; async () => ${typeName(text)}`),
      ).not.toThrow();
    }
  });
});
