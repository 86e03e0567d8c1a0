import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Argument, Expression } from "../../grammar/ast.ts";
import { type AnyTargetLoss, hasTarget } from "../losses/define.ts";
import { type LossName, losses } from "../losses/index.generated.ts";
import type { AnyOutputKind } from "../outputs/define.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import type { OutputSpec } from "../plan/interface.ts";
import { showType } from "../types/show.ts";
import { isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import type { SplitArguments } from "./arguments.ts";
import type { Named } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import type { LossTerm, TermReading } from "./loss-term.ts";
import type { TypedModel } from "./model.ts";
import { namedValue } from "./named-value.ts";
import { didYouMean } from "./suggestion.ts";

/** The value that a loss is of, and the output whose targets it is held against; undefined after reporting. */
export function readCompared(
  at: TermReading,
  loss: Named<LossName>,
  given: SplitArguments,
  target: Argument | undefined,
  settings: Readonly<Record<string, unknown>> | undefined,
): Pick<LossTerm, "values" | "output"> | undefined {
  const { e, model } = at;
  const { name } = loss;
  const subject = given.operands[0]!;
  const declared = targetLoss(name);
  const value = namedValue(at, name, subject);
  if (model === undefined || value === undefined) return undefined;
  const compared = target?.value ?? subject;
  const known = outputNamed(model, compared);
  if (known !== undefined && !learns(name, known)) return refuseTarget(e, loss, known);
  const words = e.words(subject.span);
  const { type } = value;
  if (!declared.accepts.some((kind) => kind === type.kind.name)) {
    const accepted = listNames(declared.accepts);
    const parameters = { operator: name, accepted, value: words, found: showType(type) };
    const usual = known && remedyFor(known, type);
    const help = [usual ?? "end it with `classify(Category)`, or take what it was decided from"];
    e.report(diagnostic("kind_refused", subject.span, parameters, { help }));
    return undefined;
  }
  const output = known ?? outputCalled(e, model, compared);
  if (output === undefined) return undefined;
  const kind: AnyOutputKind = outputKinds[output.kind];
  if (kind.fits(output as never, type)) {
    return settingsFit(e, loss, given, settings, output) ? { values: [value], output } : undefined;
  }
  if (isDecision(type.kind) && "category" in output && !sameCategory(type.kind.of, output.category)) {
    const parameters = { first: type.kind.of.name, other: output.category.name };
    const related = [{ span: output.span, text: "the target" }];
    e.report(diagnostic("categories_differ", subject.span, parameters, { related }));
    return undefined;
  }
  const parameters = {
    loss: name,
    output: output.name,
    needed: kind.needs(output as never),
    value: words,
    found: showType(type),
  };
  e.report(diagnostic("loss_axes", subject.span, parameters, { help: [remedyFor(output, type)] }));
  return undefined;
}

const learns = (loss: LossName, { kind }: OutputSpec): boolean => targetLoss(loss).targets.includes(kind);

function targetLoss(name: LossName): AnyTargetLoss {
  const loss = losses[name];
  if (hasTarget(loss)) return loss;
  throw new Error(`${name} has no target`);
}

/** Whether the loss's settings fit the output; settings that are wrong in themselves were reported. */
function settingsFit(
  e: Elaborator,
  { name, span }: Named<LossName>,
  given: SplitArguments,
  settings: Readonly<Record<string, unknown>> | undefined,
  output: OutputSpec,
): boolean {
  const { check } = targetLoss(name);
  if (check === undefined || settings === undefined) return true;
  return check(settings as never, output, {
    fail(message, at, parameters, details) {
      e.report(diagnostic(message, given.settings.get(at)?.span ?? span, parameters, details));
      return undefined;
    },
    fresh: (axis) => e.fresh(axis),
    words: (operand) => operand,
  });
}

function remedyFor(output: OutputSpec, type: ValueType): string {
  const kind: AnyOutputKind = outputKinds[output.kind];
  return kind.remedy(output as never, type).help;
}

/** Reports a loss that does not learn outputs of a kind, with the one that is usual for it. */
function refuseTarget(
  e: Elaborator,
  { name, span, arguments: given }: Named<LossName>,
  { name: output, kind, span: declared }: OutputSpec,
): undefined {
  const { loss } = outputKinds[kind];
  const kinds = listNames(targetLoss(name).targets);
  const help = [`the usual loss of such an output is \`${loss}(${output})\``];
  // What else is set belongs to the loss that was meant.
  const isPlain = given.every((argument) => argument.name === undefined || argument.name.text === "target");
  const fixes = isPlain ? [{ title: `use \`${loss}\``, edits: [{ span, text: loss }] }] : [];
  const related = [{ span: declared, text: "the output" }];
  e.report(
    diagnostic("loss_target", span, { loss: name, kinds, output, found: kind }, { help, related, fixes }),
  );
  return undefined;
}

function outputNamed({ interface: { outputs } }: TypedModel, expression: Expression): OutputSpec | undefined {
  return expression.kind === "name" ? outputs.find(({ name }) => name === expression.text) : undefined;
}

/** The output that is named; reports where it is none. */
function outputCalled(e: Elaborator, model: TypedModel, expression: Expression): OutputSpec | undefined {
  const found = outputNamed(model, expression);
  if (found !== undefined || expression.kind === "missing") return found;
  const { outputs } = model.interface;
  const name = expression.kind === "name" ? expression.text : "";
  const names = outputs.map((output) => output.name);
  const help = [`the outputs are ${listNames(names)}`];
  const details = didYouMean(expression.span, name, names, help);
  e.report(diagnostic("target_unclear", expression.span, { value: e.words(expression.span) }, details));
  return undefined;
}
