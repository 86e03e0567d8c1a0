import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { TypeExpression } from "../../grammar/ast.ts";
import type { AnyOutputKind } from "../outputs/define.ts";
import { type OutputName, outputKinds } from "../outputs/index.generated.ts";
import type { OutputType } from "../plan/interface.ts";
import type { Category, ValueType } from "../types/value-type.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import { hasNameless, lookUp, visibleNames } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { refuseParts } from "./type-parts.ts";
import { describe, type Scope } from "./values.ts";

/** An output's type, once that of its value is known. */
type Declared = (value: ValueType | undefined) => OutputType;

const NAMES = Object.keys(outputKinds) as OutputName[];
/** Kinds that are written by their own name; the others by that of a category. */
const OWN_NAMES = NAMES.filter((name) => outputKinds[name].category !== "named");

/** Reads the type of a model's output: `Mood`, `number`, `set<Tag>`; undefined after reporting. */
export function readOutputType(e: Elaborator, type: TypeExpression, scope: Scope): Declared | undefined {
  const { text, span } = type.name;
  const found = lookUp(scope, text);
  if (found?.value.kind === "category") {
    found.used = true;
    refuseParts(e, type, ["parameters", "arguments", "axes", "rate", "range"]);
    const { category } = found.value;
    return (value) => outputKinds.category.type({ category, settings: {} }, value);
  }
  const name = OWN_NAMES.find((one) => one === text);
  if (name !== undefined) return readKind(e, type, scope, name);
  refuseParts(e, type, ["parameters", "arguments", "axes", "rate", "range"]);
  if (text === "" || found?.value.kind === "poison" || hasNameless(scope)) return undefined;
  const known = [...visibleNames(scope, (value) => value.kind === "category"), ...OWN_NAMES];
  const otherwise = [`declare what it decides: \`category ${text} = ["…", "…"]\``];
  e.report(diagnostic("unknown_type", span, { name: text }, didYouMean(span, text, known, otherwise)));
  return undefined;
}

/** `number`, `set<Tag>`, `vector(3)` */
function readKind(e: Elaborator, type: TypeExpression, scope: Scope, name: OutputName): Declared | undefined {
  const kind: AnyOutputKind = outputKinds[name];
  const before = e.errors();
  const inside = kind.category === "inside";
  refuseParts(e, type, [...(inside ? [] : (["parameters"] as const)), "axes", "rate", "range"]);
  const split = splitArguments(e, name, type.arguments, 0, kind.settings);
  const callee = { name, span: type.name.span };
  const settings = readSettings(e, { scope, callee }, split, kind.settings);
  const category = inside ? readCategory(e, type, scope, kind) : undefined;
  if (settings === undefined || e.errors() > before || (inside && category === undefined)) return undefined;
  return (value) => kind.type({ category, settings } as never, value);
}

/** The category in `set<Tag>`. */
function readCategory(
  e: Elaborator,
  { name, parameters }: TypeExpression,
  scope: Scope,
  { written }: AnyOutputKind,
): Category | undefined {
  const [of, more] = parameters;
  if (of === undefined || more !== undefined) {
    const { span } = more ?? name;
    e.report(diagnostic("output_category", span, { kind: name.text, written }));
    return undefined;
  }
  refuseParts(e, of, ["parameters", "arguments", "axes", "rate", "range"]);
  const { text, span } = of.name;
  const found = lookUp(scope, text);
  if (found?.value.kind === "category") {
    found.used = true;
    return found.value.category;
  }
  if (text === "" || found?.value.kind === "poison" || hasNameless(scope)) return undefined;
  if (found !== undefined) {
    const parameters = {
      setting: name.text,
      expected: "the name of a category",
      found: describe(found.value),
    };
    e.report(diagnostic("setting_kind", span, parameters));
    return undefined;
  }
  const known = visibleNames(scope, (value) => value.kind === "category");
  const otherwise = [`declare it: \`category ${text} = ["…", "…"]\``];
  e.report(diagnostic("unknown_type", span, { name: text }, didYouMean(span, text, known, otherwise)));
  return undefined;
}
