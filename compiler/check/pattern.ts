import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Argument, Expression, TypeExpression } from "../../grammar/ast.ts";
import { type AnyModality, WHOLE } from "../modalities/define.ts";
import { type ModalityName, modalities } from "../modalities/index.generated.ts";
import { isKnown, type Size, showSize } from "../types/size.ts";
import { CHANNEL, LABEL } from "../types/value-type.ts";
import { repeated, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import { isModality } from "./input-type.ts";
import { MOST_AXES } from "./memory.ts";
import { readBeside } from "./ranges.ts";
import { readSetting } from "./read-setting.ts";
import { lookUp, visibleNames } from "./scope.ts";
import { didYouMean } from "./suggestion.ts";
import { refuseParts, unknownType } from "./type-parts.ts";
import type { Pattern, PatternAxis, PatternSize, Scope } from "./values.ts";

/** The kinds that a declared type may have. */
const KINDS = ["feature", "signal", "tokens", "weight", "logits", "probability", "probabilities"] as const;
type KindWord = (typeof KINDS)[number];

/** The names of types that values are held against. */
const VALUE_TYPES: readonly string[] = [...KINDS, ...Object.keys(modalities)];

const isKind = (name: string): name is KindWord => (KINDS as readonly string[]).includes(name);

/** Behind the type of a value that has to be there in every record. */
const PRESENT = "present";

/** Reads a type that values are held against: a kind with its axes, or a modality. Undefined after reporting. */
export function readPattern(
  e: Elaborator,
  scope: Scope,
  written: TypeExpression,
  others: readonly string[] = [],
): Pattern | undefined {
  const modifiers = written.modifiers.filter(({ text }) => text !== PRESENT);
  const isPresent = modifiers.length < written.modifiers.length;
  const type = { ...written, modifiers };
  const name = type.name.text;
  const before = e.errors();
  const pattern = isKind(name)
    ? kindPattern(e, scope, type, name)
    : isModality(name)
      ? modalityPattern(e, scope, type, name)
      : unknownType(e, type.name, [...VALUE_TYPES, ...others]);
  if (e.errors() > before || !pattern) return undefined;
  return isPresent ? { ...pattern, present: true } : pattern;
}

/** `feature[word: 8, channel: D]`, `logits<Mood>`; an axis without a name is the last, `channel` or `label`. */
function kindPattern(e: Elaborator, scope: Scope, type: TypeExpression, kind: KindWord): Pattern {
  const decides = kind === "logits" || kind === "probability" || kind === "probabilities";
  const own = decides ? LABEL : CHANNEL;
  refuseParts(e, type, ["arguments"], [`sizes stand in brackets: \`${kind}[${own}: 64]\``]);
  refuseParts(e, type, kind === "signal" ? [] : ["range"]);
  if (!decides) refuseParts(e, type, ["parameters"]);
  const { rate, range } = readBeside(e, scope, type);
  const axes = readAxes(e, scope, type, own);
  if (rate !== undefined && !axes.some((axis) => axis.name === "time")) {
    e.report(diagnostic("rate_refused", type.rate!.span, { modality: kind }));
  }
  const of = decides ? type.parameters[0]?.name : undefined;
  if (of !== undefined && lookUp(scope, of.text) === undefined) {
    unknownType(
      e,
      of,
      visibleNames(scope, (value) => value.kind === "category"),
    );
  }
  return {
    type,
    kind,
    axes: axes.map((axis) => (axis.name === "time" && rate !== undefined ? { ...axis, rate } : axis)),
    ...(of === undefined ? {} : { of }),
    ...(range === undefined ? {} : { range }),
  };
}

function readAxes(e: Elaborator, scope: Scope, type: TypeExpression, own: string): PatternAxis[] {
  if (type.axes.length > MOST_AXES) {
    const span = type.axes[MOST_AXES]!.span;
    e.report(diagnostic("axes_too_many", span, { count: type.axes.length, limit: MOST_AXES }));
    return [];
  }
  if (type.axes.length === 0) return [{ name: own, size: { kind: "any" } }];
  const first = new Map<string, Argument>();
  return type.axes.map((argument) => {
    const name = argument.name?.text ?? own;
    const before = first.get(name);
    if (before !== undefined) e.report(repeated(argument, before.span, name));
    first.set(name, argument);
    return { name, size: readSize(scope, argument.value) };
  });
}

/** `image(H, W, rgb)`: the modality itself says what the axes are. */
function modalityPattern(
  e: Elaborator,
  scope: Scope,
  type: TypeExpression,
  name: ModalityName,
): Pattern | undefined {
  const modality: AnyModality = modalities[name];
  const whole = modality.parts[WHOLE];
  if (whole === undefined) {
    const parts = listNames(Object.keys(modality.parts));
    e.report(diagnostic("modality_of_parts", type.name.span, { modality: name, parts }));
    return undefined;
  }
  refuseParts(e, type, ["axes", "parameters"]);
  const beside = readBeside(e, scope, type);
  const split = splitArguments(e, name, type.arguments, 0, modality.settings);
  // Sizes that are not numbers go through the modality's rule under names of their own.
  const sizes = new Map<string, PatternSize>();
  const stand = (size: PatternSize): Size => {
    if (size.kind === "number") return size.value;
    const text = `${sizes.size}`;
    sizes.set(text, size);
    return { text };
  };
  const settings: Record<string, unknown> = {};
  let complete = modality.rate !== "must" || beside.rate !== undefined;
  for (const [setting, spec] of Object.entries(modality.settings)) {
    const given = split.settings.get(setting)?.value;
    if (spec.kind === "integer") settings[setting] = stand(given ? readSize(scope, given) : ANY);
    else if (given !== undefined) settings[setting] = readSetting({ e, scope, name: setting }, spec, given);
    else settings[setting] = spec.default;
    complete &&= settings[setting] !== undefined;
  }
  const read = (size: Size): PatternSize =>
    isKnown(size) ? { kind: "number", value: size } : (sizes.get(showSize(size)) ?? ANY);
  const rest = { type, ...(beside.range === undefined ? {} : { range: beside.range }) };
  const typed = complete ? whole.type(settings as never, { input: name, ...beside }) : undefined;
  if (typed === undefined) {
    const axes = whole.axes.map((axis) => ({ name: axis, size: ANY, ...timed(axis, beside.rate) }));
    return { ...rest, kind: whole.kind, axes };
  }
  const { kind, axes } = typed;
  return {
    ...rest,
    kind: kind.name,
    axes: axes.map((axis) => ({ name: axis.name, size: read(axis.size), ...timed(axis.name, axis.rate) })),
    ...(kind.name === "tokens" ? { vocabulary: read(kind.vocabulary) } : {}),
  };
}

const ANY: PatternSize = { kind: "any" };

const timed = (axis: string, rate: number | undefined) =>
  axis === "time" && rate !== undefined ? { rate } : {};

/** A size in a type: a name that nothing else has is a symbol, and `_` any size. */
function readSize(scope: Scope, expression: Expression): PatternSize {
  if (expression.kind === "name" && expression.text === "_") return ANY;
  if (expression.kind === "name" && expression.text !== "" && lookUp(scope, expression.text) === undefined) {
    return { kind: "symbol", name: expression.text, span: expression.span };
  }
  return { kind: "expression", expression };
}

/** The sizes of a pattern, in their order. */
export const sizesOf = ({ axes, vocabulary }: Pattern): PatternSize[] => [
  ...axes.map((axis) => axis.size),
  ...(vocabulary === undefined ? [] : [vocabulary]),
];

/**
 * Reports the symbols in a type whose size nothing tells: `known` are those that stand bare in a parameter's type.
 * With `bare`, symbols that stand bare are such too.
 */
export function checkSymbols(
  e: Elaborator,
  pattern: Pattern,
  scope: Scope,
  known: readonly string[],
  bare: boolean,
): boolean {
  const before = e.errors();
  for (const size of sizesOf(pattern)) {
    const names =
      size.kind === "expression"
        ? namesIn(size.expression)
        : size.kind === "symbol" && bare
          ? [{ ...size, text: size.name }]
          : [];
    for (const { text, span } of names) {
      if (text === "" || known.includes(text) || lookUp(scope, text) !== undefined) continue;
      e.report(diagnostic("unknown_dimension", span, { name: text }, didYouMean(span, text, known)));
    }
  }
  return e.errors() === before;
}

/** The names in an arithmetic expression, or in a list of such. */
export function namesIn(expression: Expression): Extract<Expression, { kind: "name" }>[] {
  switch (expression.kind) {
    case "name":
      return [expression];
    case "unary":
      return namesIn(expression.operand);
    case "binary":
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case "call":
      return expression.arguments.flatMap(({ value }) => namesIn(value));
    case "list":
      return expression.items.flatMap(namesIn);
    default:
      return [];
  }
}
