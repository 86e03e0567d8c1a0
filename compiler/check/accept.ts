import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { AnyOperator, OperandSpec } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import { showType } from "../types/show.ts";
import { isDecision, type ValueType } from "../types/value-type.ts";
import type { Call } from "./call.ts";
import type { Elaborator } from "./elaborator.ts";
import type { Groups, Operand } from "./operands.ts";
import { visibleNames } from "./scope.ts";
import type { Scope } from "./values.ts";

/**
 * Checks kinds and raggedness, which every operator declares and none has to check itself. Of several
 * operands that are refused for one reason, the first is reported and the others are shown with it.
 */
export function acceptOperands(
  e: Elaborator,
  scope: Scope,
  call: Call,
  operator: AnyOperator,
  groups: Groups,
): boolean {
  let sound = true;
  for (const [name, spec] of Object.entries(operator.operands)) {
    const operands = groups[name]!;
    for (const refuse of [refuseKind, refuseRagged]) {
      if (!refuse({ e, scope, call, operator, spec, operands })) continue;
      sound = false;
      break;
    }
  }
  return sound;
}

interface Asked {
  readonly e: Elaborator;
  readonly scope: Scope;
  readonly call: Call;
  readonly operator: AnyOperator;
  readonly spec: OperandSpec;
  readonly operands: readonly Operand[];
}

function refuseKind({ e, scope, call, operator, spec, operands }: Asked): boolean {
  const refused = operands.filter(({ value }) => !spec.accepts.includes(value.type.kind.name));
  const [first, ...others] = refused;
  if (first === undefined) return false;
  const parameters = {
    operator: operator.name,
    accepted: listNames(spec.accepts),
    value: e.words(first.span),
    found: showType(first.value.type),
  };
  const remedy = remedyOf(refused, operator, spec, call, scope);
  const related = others
    .slice(0, SHOWN)
    .map(({ value, span }) => ({ span, text: `and this is ${showType(value.type)}` }));
  e.report(diagnostic("kind_refused", first.span, parameters, { ...remedy, related }));
  return true;
}

/** How many further operands are shown beside the first that is refused. */
const SHOWN = 3;

/** How a value of one kind becomes one that is accepted. */
function remedyOf(
  refused: readonly Operand[],
  operator: AnyOperator,
  spec: OperandSpec,
  call: Call,
  scope: Scope,
): Details {
  const { kind } = refused[0]!.value.type;
  if (operator.name === "softmax" && kind.name === "probability") return withoutSoftmax(call);
  if (kind.name === "tokens") return { help: ["give the words meaning first: `|> embed(64)`"] };
  if (!isDecision(kind)) return spec.accepts.includes("logits") ? decideFirst(refused, scope) : {};
  const help =
    refused.length > 1
      ? "decisions are joined by `vote(a, b)`; to join features, use those from before the decision"
      : "use the features from before the decision";
  return { help: [help] };
}

function withoutSoftmax({ piped, span }: Call): Details {
  const help = ["these are probabilities already: leave `softmax` out"];
  if (piped === undefined) return { help };
  const edits = [{ span: { ...span, start: piped.span.end }, text: "" }];
  return { help, fixes: [{ title: "leave `softmax` out", edits }] };
}

function decideFirst(refused: readonly Operand[], scope: Scope): Details {
  const [category, ...rest] = visibleNames(scope, (found) => found.kind === "category");
  const help = [`decide first: \`|> classify(${category ?? "Category"})\``];
  const isCertain = category !== undefined && rest.length === 0;
  if (!isCertain || !refused.every(({ value }) => isVector(value.type))) return { help };
  const edits = refused.map(({ span }) => ({
    span: { ...span, start: span.end },
    text: ` |> classify(${category})`,
  }));
  return { help, fixes: [{ title: `decide about ${category} first`, edits }] };
}

/** Whether `classify` gives one decision per record for the value as it is. */
const isVector = (type: ValueType) =>
  operators.classify.operands.x.accepts.some((kind) => kind === type.kind.name) && type.axes.length === 1;

function refuseRagged({ e, operator, operands }: Asked): boolean {
  if (operator.ragged !== "refuse") return false;
  for (const { value, span } of operands) {
    const ragged = value.type.axes.find((axis) => axis.ragged !== undefined);
    if (ragged === undefined) continue;
    const help = [`reduce it first, for example with \`mean(over: ${ragged.name})\``];
    const parameters = { operator: operator.name, axis: ragged.name, value: e.words(span) };
    e.report(diagnostic("ragged_refused", span, parameters, { help }));
    return true;
  }
  return false;
}
