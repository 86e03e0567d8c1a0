/** A syntax tree written compactly, so that a test can say what a source means. */
import type {
  Argument,
  Expression,
  Item,
  Loop,
  NumberLiteral,
  Parameter,
  SourceFile,
  Statement,
  TypeExpression,
} from "../../../grammar/ast.ts";

/**
 * Each item and statement stands on a line of its own, indented like its body. Values are written from the outside in,
 * `(|> x (dense 64))`; a number that may not count things has a point, `2.0`; what is missing is `?`.
 */
export function showFile({ items }: SourceFile): string {
  return items.map((item) => showItem(item)).join("\n");
}

export function showItem(item: Item): string {
  return [...documented(item, ""), ...itemLines(item)].join("\n");
}

export function showStatement(statement: Statement, indent = ""): string {
  return [...documented(statement, indent), `${indent}${head(statement)}`, ...body(statement, indent)].join(
    "\n",
  );
}

function itemLines(item: Item): readonly string[] {
  switch (item.kind) {
    case "use":
      return [["use", showExpression(item.from), ...item.names.map(word)].join(" ")];
    case "category":
      return [`category ${word(item.name)} = ${showExpression(item.value)}`];
    case "train":
      return [
        ["train", word(item.model), ...(item.data ? ["on", word(item.data)] : [])].join(" "),
        ...body(item, ""),
      ];
    case "block":
      return [`block ${word(item.name)}${parameters(item.parameters)}${result(item)}`, ...body(item, "")];
    default:
      return [`${item.kind} ${word(item.name)}`, ...body(item, "")];
  }
}

function result({ result, results }: Extract<Item, { kind: "block" }>): string {
  return result !== undefined
    ? ` -> ${showType(result)}`
    : results !== undefined
      ? ` -> ${parameters(results)}`
      : "";
}

function head(statement: Statement): string {
  switch (statement.kind) {
    case "input":
      return `${statement.optional ? "optional " : ""}input ${word(statement.name)}: ${showType(statement.type)}`;
    case "output":
    case "weight": {
      const value = statement.value === undefined ? "" : ` = ${showExpression(statement.value)}`;
      return `${statement.kind} ${word(statement.name)}: ${showType(statement.type)}${value}`;
    }
    case "require":
      return ["require", ...statement.conditions.map(showExpression)].join(" ");
    case "return":
      return ["return", ...statement.results.map(argument)].join(" ");
    case "for":
      return ["for", ...statement.loops.map(loop)].join(" ");
    case "value":
      return `${word(statement.name)} = ${showExpression(statement.value)}`;
    case "setting":
      return `${word(statement.name)}: ${showExpression(statement.value)}`;
    case "group":
    case "phase":
      return `${statement.kind} ${word(statement.name)}`;
  }
}

function body(node: object, indent: string): readonly string[] {
  const { body = [] } = node as { readonly body?: readonly Statement[] };
  return body.map((statement) => showStatement(statement, `${indent}  `));
}

function documented(node: object, indent: string): readonly string[] {
  const { documentation } = node as { readonly documentation?: string };
  return documentation === undefined ? [] : [`${indent}/// ${JSON.stringify(documentation)}`];
}

export function showExpression(node: Expression): string {
  switch (node.kind) {
    case "name":
      return node.text;
    case "number":
      return showNumber(node);
    case "string":
      return JSON.stringify(node.value);
    case "list":
      return `[${node.items.map(showExpression).join(" ")}]`;
    case "comprehension": {
      const condition = node.condition === undefined ? [] : [`(if ${showExpression(node.condition)})`];
      return form("each", showExpression(node.value), ...node.loops.map(loop), ...condition);
    }
    case "member":
      return form(".", showExpression(node.object), word(node.member));
    case "call":
      return form(showExpression(node.callee), ...node.arguments.map(argument));
    case "new":
      return form("new", showExpression(node.call));
    case "pipe":
      return form("|>", showExpression(node.left), showExpression(node.right));
    case "unary":
      return form("-", showExpression(node.operand));
    case "binary":
      return form(node.operator, showExpression(node.left), showExpression(node.right));
    case "range":
      return form("..", showExpression(node.from), showExpression(node.to));
    case "type_value":
      return form("type", showType(node.type));
    case "missing":
      return "?";
  }
}

/** `feature<Mood>(64)[channel: D] @ 16kHz in (.. 0 1) standardised` */
export function showType(type: TypeExpression): string {
  const parts = [
    word(type.name),
    type.parameters.length > 0 ? `<${type.parameters.map(showType).join(" ")}>` : "",
    type.arguments.length > 0 ? `(${type.arguments.map(argument).join(" ")})` : "",
    type.axes.length > 0 ? `[${type.axes.map(argument).join(" ")}]` : "",
    type.rate === undefined ? "" : ` @ ${showExpression(type.rate)}`,
    type.range === undefined ? "" : ` in ${showExpression(type.range)}`,
    ...type.modifiers.map((modifier) => ` ${word(modifier)}`),
  ];
  return parts.join("");
}

function showNumber({ value, integer, unit }: NumberLiteral): string {
  const written = String(value);
  return `${integer || /[.e]/.test(written) ? written : `${written}.0`}${unit ?? ""}`;
}

function parameters(all: readonly Parameter[]): string {
  return `(${all
    .map((one) => {
      const value = one.default === undefined ? "" : ` = ${showExpression(one.default)}`;
      return `${word(one.name)}: ${showType(one.type)}${value}`;
    })
    .join(", ")})`;
}

function argument({ name, value }: Argument): string {
  return name === undefined ? showExpression(value) : `${word(name)}: ${showExpression(value)}`;
}

function loop({ variable, over }: Loop): string {
  return form("for", word(variable), showExpression(over));
}

function form(...parts: readonly string[]): string {
  return `(${parts.join(" ")})`;
}

function word({ text }: { readonly text: string }): string {
  return text === "" ? "?" : text;
}
