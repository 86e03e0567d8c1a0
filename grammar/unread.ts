import type { Expression, Item, MissingExpression, Statement } from "./ast.ts";

/**
 * What is kept of a line in which something could not be read: names and types, which others refer to. Its values are
 * missing, since nobody knows where their brackets and texts were meant to end.
 */
export function withoutValues<T extends Item | Statement>(node: T): T {
  return { ...node, ...missingIn(node) };
}

function missingIn(node: Item | Statement): object {
  switch (node.kind) {
    case "category":
    case "output":
    case "value":
    case "setting":
      return { value: missing(node.value) };
    case "weight":
      return node.value === undefined ? {} : { value: missing(node.value) };
    case "require":
      return { conditions: node.conditions.map(missing) };
    case "return":
      return { results: node.results.map((result) => ({ ...result, value: missing(result.value) })) };
    case "for":
      return { loops: node.loops.map((loop) => ({ ...loop, over: missing(loop.over) })) };
    default:
      return {};
  }
}

function missing({ span }: Expression): MissingExpression {
  return { kind: "missing", span };
}
