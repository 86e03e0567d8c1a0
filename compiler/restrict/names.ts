import type { Argument, Expression, Loop, Statement } from "../../grammar/ast.ts";

/** Every name that an expression refers to, wherever it stands; those of operators and settings are among them. */
export function namesIn(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  collect(expression, names);
  return names;
}

function collect(expression: Expression, into: Set<string>): void {
  switch (expression.kind) {
    case "name":
      into.add(expression.text);
      return;
    case "list":
      for (const item of expression.items) collect(item, into);
      return;
    case "comprehension":
      collect(expression.value, into);
      collectLoops(expression.loops, into);
      if (expression.condition !== undefined) collect(expression.condition, into);
      return;
    case "member":
      collect(expression.object, into);
      return;
    case "call":
      collect(expression.callee, into);
      collectArguments(expression.arguments, into);
      return;
    case "new":
      collect(expression.call, into);
      return;
    case "pipe":
    case "binary":
      collect(expression.left, into);
      collect(expression.right, into);
      return;
    case "unary":
      collect(expression.operand, into);
      return;
    case "range":
      collect(expression.from, into);
      collect(expression.to, into);
      return;
    case "number":
    case "string":
    case "type_value":
    case "missing":
      return;
  }
}

function collectArguments(all: readonly Argument[], into: Set<string>): void {
  for (const { value } of all) collect(value, into);
}

function collectLoops(loops: readonly Loop[], into: Set<string>): void {
  for (const { over } of loops) collect(over, into);
}

/** The names that statements of a body give to something. */
export function definedIn(body: readonly Statement[]): string[] {
  return body.flatMap((statement) => {
    switch (statement.kind) {
      case "input":
      case "output":
      case "weight":
      case "value":
        return [statement.name.text];
      case "for":
        return definedIn(statement.body);
      default:
        return [];
    }
  });
}
