import type { Span } from "../../diagnostics/source.ts";
import type { Item, ModelItem, SourceFile, Statement, TrainItem } from "../../grammar/ast.ts";
import { type Remaining, restrictExpression } from "./expression.ts";
import { definedIn, namesIn } from "./names.ts";

/** What is asked of a restriction. */
export interface Restriction {
  readonly model: string;
  /** The inputs that stay. */
  readonly inputs: ReadonlySet<string>;
  /** What the model is called that comes of it. */
  readonly name: string;
}

/**
 * A source file with one of its models as it is without some of its inputs, and the training of that model: encoders,
 * heads and settings stay as the author wrote them, and what joined values joins those that are left. The text is not
 * laid out, and not checked: a model may not make sense without an input.
 *
 * @returns undefined where the file has no such model
 */
export function restrictFile(
  { items }: SourceFile,
  text: string,
  { model, inputs, name }: Restriction,
): string | undefined {
  const own = items.find((item): item is ModelItem => item.kind === "model" && item.name.text === model);
  if (own === undefined) return undefined;
  const body = restrictBody(own.body, text, inputs);
  const training = items.find(
    (item): item is TrainItem => item.kind === "train" && item.model.text === model,
  );
  const others = items.filter(({ kind }) => kind !== "model" && kind !== "train");
  const parts = [
    ...others.map((item) => documented(item, slice(text, item.span))),
    documented(own, `model ${name} {\n${body.lines.join("\n")}\n}`),
    ...(training === undefined ? [] : [restrictTraining(training, text, body.lost, name)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

const slice = (text: string, { start, end }: Span): string => text.slice(start, end);

function documented(item: Item, written: string): string {
  const said = "documentation" in item ? item.documentation : undefined;
  if (said === undefined || written.startsWith("///")) return written;
  return `${said
    .split("\n")
    .map((line) => `/// ${line}`.trimEnd())
    .join("\n")}\n${written}`;
}

interface RestrictedBody {
  readonly lines: readonly string[];
  readonly lost: ReadonlySet<string>;
}

function restrictBody(body: readonly Statement[], text: string, inputs: ReadonlySet<string>): RestrictedBody {
  const lost = new Set<string>();
  const values = new Set(definedIn(body));
  const lose = (name: string): undefined => {
    lost.add(name);
    values.delete(name);
  };
  const left: Remaining = { text, lost, values };
  const lines = body.map((statement) => restrictStatement(statement, left, inputs, lose));
  return { lines: lines.filter((line) => line !== undefined), lost };
}

function restrictStatement(
  statement: Statement,
  left: Remaining,
  inputs: ReadonlySet<string>,
  lose: (name: string) => undefined,
): string | undefined {
  switch (statement.kind) {
    case "input":
      if (!inputs.has(statement.name.text)) return lose(statement.name.text);
      return `input ${statement.name.text}: ${slice(left.text, statement.type.span)}`;
    case "output":
    case "value": {
      const { name } = statement;
      const value = restrictExpression(statement.value, left);
      if (value === undefined) return lose(name.text);
      return statement.kind === "value"
        ? `${name.text} = ${value}`
        : `output ${name.text}: ${slice(left.text, statement.type.span)} = ${value}`;
    }
    case "for": {
      const loops = statement.loops.map(({ variable, over }) => {
        const kept = restrictExpression(over, left);
        return kept === undefined ? undefined : `${variable.text} in ${kept}`;
      });
      const body = loops.includes(undefined)
        ? definedIn(statement.body).map(lose)
        : statement.body.map((inner) => restrictStatement(inner, left, inputs, lose));
      const lines = body.filter((line) => line !== undefined);
      return lines.length === 0 ? undefined : `for ${loops.join(", ")} {\n${lines.join("\n")}\n}`;
    }
    // What the whole model may cost says nothing about a part of it.
    case "require":
      return undefined;
    default:
      return slice(left.text, statement.span);
  }
}

/** Settings that speak of several inputs. */
const OF_SEVERAL = new Set(["drop"]);

function restrictTraining(
  { data, body }: TrainItem,
  text: string,
  lost: ReadonlySet<string>,
  name: string,
): string {
  const isLost = (statement: Statement): boolean =>
    "value" in statement &&
    statement.value !== undefined &&
    [...namesIn(statement.value)].some((word) => lost.has(word));
  const keep = (statement: Statement): string | undefined => {
    if (statement.kind === "group" || statement.kind === "phase") {
      const lines = statement.body.map(keep).filter((line) => line !== undefined);
      const head = statement.kind === "phase" ? `phase ${statement.name.text}` : statement.name.text;
      return lines.length === 0 ? undefined : `${head} {\n${lines.join("\n")}\n}`;
    }
    if (statement.kind === "setting" && OF_SEVERAL.has(statement.name.text)) return undefined;
    return isLost(statement) ? undefined : slice(text, statement.span);
  };
  const lines = body.map(keep).filter((line) => line !== undefined);
  return `train ${name}${data === undefined ? "" : ` on ${data.text}`} {\n${lines.join("\n")}\n}`;
}
