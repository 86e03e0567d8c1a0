import type { Argument, CallExpression, Expression, PipeExpression } from "../../grammar/ast.ts";
import { namesIn } from "./names.ts";

/** What is left of a model's names. */
export interface Remaining {
  /** The text of the file that the expressions come from. */
  readonly text: string;
  /** Values of the model that are no more. */
  readonly lost: ReadonlySet<string>;
  /** Values of the model that are still there. */
  readonly values: ReadonlySet<string>;
}

const mentions = (expression: Expression, names: ReadonlySet<string>): boolean =>
  [...namesIn(expression)].some((name) => names.has(name));

const written = ({ span }: { readonly span: Expression["span"] }, { text }: Remaining): string =>
  text.slice(span.start, span.end);

/**
 * An expression without the values that are lost, as source text; undefined where nothing is left of it. What joined
 * several values joins those that are left; where only one is, nothing is to be joined, and that value takes its place.
 */
export function restrictExpression(expression: Expression, left: Remaining): string | undefined {
  if (!mentions(expression, left.lost)) return written(expression, left);
  switch (expression.kind) {
    case "pipe":
      return restrictPipe(expression, left);
    case "call":
      return restrictCall(expression, left);
    case "list": {
      const items = itemsOf(expression.items, left);
      return items.length === 0 ? undefined : `[${items.join(", ")}]`;
    }
    case "comprehension": {
      const loops = expression.loops.map(({ variable, over }) => {
        const kept = restrictExpression(over, left);
        return kept === undefined ? undefined : `${variable.text} in ${kept}`;
      });
      if (loops.includes(undefined) || mentions(expression.value, left.lost)) return undefined;
      const condition =
        expression.condition === undefined ? "" : ` if ${written(expression.condition, left)}`;
      return `[${written(expression.value, left)} for ${loops.join(", ")}${condition}]`;
    }
    default:
      return undefined;
  }
}

const itemsOf = (items: readonly Expression[], left: Remaining): string[] =>
  items.map((item) => restrictExpression(item, left)).filter((item) => item !== undefined);

interface KeptArguments {
  /** Those that are left, with their names. */
  readonly all: readonly string[];
  /** Those among them that are values of the model: one by one, also those that stand in a list. */
  readonly values: readonly string[];
  /** The one value that is left where others are lost, if it is a value by itself. */
  readonly single: string | undefined;
  readonly lost: boolean;
}

/** @param isLost whether a value is lost that stands outside of the parentheses */
function keptArguments(given: readonly Argument[], left: Remaining, isLost = false): KeptArguments {
  const all: string[] = [];
  const values: string[] = [];
  let lost = isLost;
  let built = false;
  for (const { name, value } of given) {
    const kept = restrictExpression(value, left);
    lost ||= mentions(value, left.lost);
    if (kept === undefined) continue;
    all.push(name === undefined ? kept : `${name.text}: ${kept}`);
    if (!mentions(value, left.values)) continue;
    built ||= value.kind === "comprehension";
    values.push(...(value.kind === "list" ? itemsOf(value.items, left) : [kept]));
  }
  const single = lost && values.length === 1 && !built ? values[0] : undefined;
  return { all, values, single, lost };
}

function restrictCall({ callee, arguments: given }: CallExpression, left: Remaining): string | undefined {
  const { all, values, single } = keptArguments(given, left);
  if (values.length === 0) return undefined;
  return single ?? `${written(callee, left)}(${all.join(", ")})`;
}

function restrictPipe({ left: from, right }: PipeExpression, left: Remaining): string | undefined {
  const into = restrictExpression(from, left);
  const given = right.kind === "call" ? right.arguments : [];
  const { all, values, single, lost } = keptArguments(given, left, into === undefined);
  const operator = right.kind === "call" ? written(right.callee, left) : written(right, left);
  if (into === undefined) {
    if (values.length === 0) return undefined;
    return single ?? `${operator}(${all.join(", ")})`;
  }
  if (lost && values.length === 0) return into;
  const settings = right.kind === "call" ? `(${all.join(", ")})` : "";
  return `${into} |> ${operator}${settings}`;
}
