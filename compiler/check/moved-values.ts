import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression } from "../../grammar/ast.ts";
import { weightsOf } from "./declared-weights.ts";
import type { Elaborator } from "./elaborator.ts";
import type { TypedModel } from "./model.ts";
import { didYouMean } from "./suggestion.ts";
import { describe, type TypedValue, type Value } from "./values.ts";

/** What an author names to mean the weights that go into it. */
export interface Meant {
  readonly words: string;
  readonly span: Span;
  /** The values of the model that are named; none for an instance of a block. */
  readonly values: readonly TypedValue[];
  /** The paths of the weights. */
  readonly paths: ReadonlySet<string>;
}

interface Reading {
  readonly e: Elaborator;
  readonly model: TypedModel | undefined;
}

/**
 * `words`, `[words, sight.early]`: values of the model, or instances of blocks, each with the weights that go into it;
 * nothing where nothing is given, and undefined after reporting.
 */
export function readMeant(
  { e, model }: Reading,
  setting: string,
  expression: Expression | undefined,
): readonly Meant[] | undefined {
  if (expression === undefined || model === undefined) return [];
  const items = expression.kind === "list" ? expression.items : [expression];
  const found = items.map((item) => meantBy(e, model, setting, item));
  return found.every((one) => one !== undefined) ? found : undefined;
}

function meantBy(e: Elaborator, model: TypedModel, setting: string, item: Expression): Meant | undefined {
  const { span } = item;
  const words = e.words(span);
  const value = valueNamed(e, model, setting, item);
  if (value === undefined || value.kind === "poison") return undefined;
  const values = value.kind === "instance" ? [] : tensorsOf(value);
  if (value.kind !== "instance" && values.length === 0) {
    e.report(diagnostic("not_a_tensor", span, { operator: setting, found: describe(value) }));
    return undefined;
  }
  const paths =
    value.kind === "instance" ? weightsBelow(model, value.path) : weightsOf(model.applications, values);
  if (paths.size > 0) return { words, span, values, paths };
  e.report(diagnostic("phase_weightless", span, { setting, value: words }));
  return undefined;
}

/** A name of the model, or a part of one: `parts.words`. */
function valueNamed(e: Elaborator, model: TypedModel, setting: string, item: Expression): Value | undefined {
  const { span } = item;
  if (item.kind === "missing") return undefined;
  if (item.kind === "name") {
    const found = model.names.get(item.text);
    if (found !== undefined) return found.value;
    const details = didYouMean(span, item.text, model.names.keys());
    e.report(diagnostic("unknown_name", span, { name: item.text }, details));
    return undefined;
  }
  if (item.kind === "member") {
    const whole = valueNamed(e, model, setting, item.object);
    if (whole === undefined || whole.kind === "poison") return whole;
    const part = whole.kind === "results" ? whole.results.get(item.member.text) : undefined;
    if (part !== undefined) return part;
    const { text, span: at } = item.member;
    const parameters = { value: e.words(item.object.span), result: text };
    const known = whole.kind === "results" ? whole.results.keys() : [];
    if (text !== "") e.report(diagnostic("result_missing", at, parameters, didYouMean(at, text, known)));
    return undefined;
  }
  const help = ["give the value a name in the model, and name it here"];
  e.report(diagnostic("not_a_tensor", span, { operator: setting, found: "an expression" }, { help }));
  return undefined;
}

/** The values of the model that a value is or holds. */
function tensorsOf(value: Value): readonly TypedValue[] {
  if (value.kind === "tensor") return [value.value];
  if (value.kind === "list") return value.items.flatMap(tensorsOf);
  if (value.kind === "results") return [...value.results.values()].flatMap(tensorsOf);
  return [];
}

/** The weights that an instance of a block has. */
function weightsBelow({ applications }: TypedModel, path: string): ReadonlySet<string> {
  const own = applications.filter((application) => application.path.startsWith(`${path}/`));
  const all = weightsOf(
    own,
    own.map(({ result }) => result),
  );
  return new Set([...all].filter((one) => one.startsWith(`${path}/`)));
}
