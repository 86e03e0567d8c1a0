import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expression, Item, SourceFile, Statement, TypeExpression } from "../../grammar/ast.ts";
import { visit } from "./kit/nodes.ts";
import { program } from "./kit/programs.ts";
import { read, readBody, readType, readValue, treeOf } from "./kit/read.ts";
import { showExpression, showItem, showStatement, showType } from "./kit/show.ts";

const runs = process.env.FUSEWIRE_FULL ? 10_000 : 500;

type Node = Expression | TypeExpression | Item | Statement | SourceFile;

/** Reads what a node's span covers by itself, and the node: the two should be the same. */
function both(node: Node, text: string): readonly [alone: string, inside: string] {
  switch (node.kind) {
    case "file":
      return ["", ""];
    case "use":
    case "category":
    case "model":
    case "block":
    case "data":
    case "train":
      return [read(text), showItem(node)];
    case "input":
    case "output":
    case "weight":
    case "require":
    case "return":
    case "for":
    case "value":
    case "setting":
    case "group":
    case "phase":
      return [readBody(text), showStatement(node)];
    case "type":
      return [readType(text), showType(node)];
    default:
      return [readValue(text), showExpression(node)];
  }
}

function withoutDocumentation<T extends object>(node: T): T {
  const { documentation: _, ...rest } = { documentation: undefined, ...node };
  return rest as T;
}

function expectSpansToCover(text: string): void {
  const file = treeOf(text);
  visit(file, (node) => {
    if (node.kind === undefined) return;
    const [alone, inside] = both(
      withoutDocumentation(node as Node),
      text.slice(node.span.start, node.span.end),
    );
    expect(alone).toBe(inside);
  });
}

describe("a source that was written from a tree", () => {
  test("is read as that tree", () => {
    fc.assert(
      fc.property(program, ({ text, tree }) => {
        expect(read(text)).toBe(tree);
      }),
      { seed: 7, numRuns: runs * 2 },
    );
  });

  test("has spans that cover just what each node is read from", () => {
    fc.assert(
      fc.property(program, ({ text }) => expectSpansToCover(text)),
      { seed: 8, numRuns: runs / 5 },
    );
  });
});

test.each(["parts", "words", "picture", "fused"])(
  "the spans of examples/emoji/%s.fuse cover their nodes",
  (name) => {
    expectSpansToCover(readFileSync(`examples/emoji/${name}.fuse`, "utf8"));
  },
);

test("the spans of names cover them, and words of no value are in their place", () => {
  const text =
    "block F(x: ordered Grade loud, n: int = 2) -> (a: b @ 2 Hz) {\n  return first: x.y(over: z)\n}";
  const covered: string[] = [];
  visit(treeOf(text), ({ kind, span }) => {
    if (kind === undefined) covered.push(text.slice(span.start, span.end));
  });
  expect(covered).toEqual(
    ["F", "x: ordered Grade loud", "x", "ordered", "Grade", "loud", "n: int = 2", "n", "int"].concat([
      "a: b @ 2 Hz",
      "a",
      "b",
      "first: x.y(over: z)",
      "first",
      "y",
      "over: z",
      "over",
    ]),
  );
});
