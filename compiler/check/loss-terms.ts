import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Argument, Expression, GroupStatement, SettingStatement } from "../../grammar/ast.ts";
import { type LossName, losses } from "../losses/index.generated.ts";
import type { SettingSpec } from "../operators/settings.ts";
import type { AnyOutputKind } from "../outputs/define.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import type { OutputSpec } from "../plan/interface.ts";
import { showType } from "../types/show.ts";
import { isDecision, sameCategory, type ValueType } from "../types/value-type.ts";
import { readSettings, repeated, splitArguments } from "./arguments.ts";
import { findNamed, type Named } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import type { TypedModel } from "./model.ts";
import { readSetting } from "./read-setting.ts";
import { misplaced } from "./statements.ts";
import { didYouMean } from "./suggestion.ts";
import { describe, type Scope, type TypedValue } from "./values.ts";

/** One part of what is minimised. */
export interface LossTerm {
  /** The author's name for it; of a single loss, `loss`. */
  readonly name: string;
  readonly weight: number;
  readonly loss: LossName;
  readonly value: TypedValue;
  /** The output whose targets it is held against. */
  readonly output: OutputSpec;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly span: Span;
}

/** What terms are read in; the model is undefined where it has errors. */
interface Reading {
  readonly e: Elaborator;
  readonly scope: Scope;
  readonly model: TypedModel | undefined;
}

/** `minimise: loss`, or `minimise { name = loss … }`. */
export function readTerms(at: Reading, given: SettingStatement | GroupStatement | undefined): LossTerm[] {
  if (given === undefined) return [];
  if (given.kind === "setting") return readTerm(at, "loss", given.value);
  const first = new Map<string, Span>();
  if (given.body.length === 0) at.e.report(diagnostic("terms_missing", given.span, {}));
  return given.body.flatMap((statement) => {
    if (statement.kind !== "value") {
      misplaced(at.e, statement, "`minimise`");
      return [];
    }
    const { text, span } = statement.name;
    const taken = first.get(text);
    if (taken !== undefined) at.e.report(repeated({ span }, taken, text));
    first.set(text, span);
    return readTerm(at, text, statement.value);
  });
}

/** `0.3 * cross_entropy(words_head, target: group)` */
function readTerm(at: Reading, name: string, expression: Expression): LossTerm[] {
  const { e, scope } = at;
  const isWeighted = expression.kind === "binary" && expression.operator === "*";
  const weight = isWeighted ? readSetting({ e, scope, name: "weight" }, WEIGHT, expression.left) : 1;
  const inner = isWeighted ? expression.right : expression;
  const help = ["several losses stand in a block: `minimise { first = …, second = … }`, each on its line"];
  const isSum = inner.kind === "binary" && inner.operator === "+";
  const call = findNamed(e, "minimise", Object.keys(losses) as LossName[], inner, isSum ? help : []);
  if (call === undefined) return [];
  const loss = call.name;
  const target = call.arguments.find((argument) => argument.name?.text === "target");
  const others = call.arguments.filter((argument) => argument !== target);
  const split = splitArguments(e, loss, others, 1, losses[loss].settings);
  const settings = readSettings(e, { scope, callee: call }, split, losses[loss].settings);
  const [subject] = split.operands;
  if (subject === undefined) {
    const parameters = { callee: loss, expected: "the output to learn", found: "none" };
    e.report(diagnostic("operand_missing", inner.span, parameters));
    return [];
  }
  const compared = readCompared(at, call, subject, target);
  if (compared === undefined || settings === undefined || typeof weight !== "number") return [];
  return [{ name, weight, loss, ...compared, settings, span: inner.span }];
}

const WEIGHT: SettingSpec = { kind: "number", from: 0, to: Infinity, summary: "the term's weight" };

/** The value that a loss is of, and the output whose targets it is held against; undefined after reporting. */
function readCompared(
  at: Reading,
  loss: Named<LossName>,
  subject: Expression,
  target: Argument | undefined,
): Pick<LossTerm, "value" | "output"> | undefined {
  const { e, model } = at;
  const { name } = loss;
  const value = namedValue(at, name, subject);
  if (model === undefined || value === undefined) return undefined;
  const compared = target?.value ?? subject;
  const known = outputNamed(model, compared);
  if (known !== undefined && !learns(name, known)) return refuseTarget(e, loss, known);
  const words = e.words(subject.span);
  const { type } = value;
  if (!losses[name].accepts.some((kind) => kind === type.kind.name)) {
    const accepted = listNames(losses[name].accepts);
    const parameters = { operator: name, accepted, value: words, found: showType(type) };
    const usual = known && remedyFor(known, type);
    const help = [usual ?? "end it with `classify(Category)`, or take what it was decided from"];
    e.report(diagnostic("kind_refused", subject.span, parameters, { help }));
    return undefined;
  }
  if (type.presence === "optional") {
    const help = ["learn from a decision that every record has, such as a `vote` over this one and others"];
    e.report(diagnostic("presence_refused", subject.span, { operator: name, value: words }, { help }));
    return undefined;
  }
  const output = known ?? outputCalled(e, model, compared);
  if (output === undefined) return undefined;
  if (isDecision(type.kind) && "category" in output && !sameCategory(type.kind.of, output.category)) {
    const parameters = { first: type.kind.of.name, other: output.category.name };
    const related = [{ span: output.span, text: "the target" }];
    e.report(diagnostic("categories_differ", subject.span, parameters, { related }));
    return undefined;
  }
  const kind: AnyOutputKind = outputKinds[output.kind];
  if (kind.fits(output as never, type)) return { value, output };
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

const learns = (loss: LossName, { kind }: OutputSpec): boolean =>
  losses[loss].targets.some((one: string) => one === kind);

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
  const kinds = listNames(losses[name].targets);
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

function namedValue({ e, model }: Reading, loss: LossName, expression: Expression): TypedValue | undefined {
  if (expression.kind === "missing" || model === undefined) return undefined;
  const name = e.words(expression.span);
  const found = expression.kind === "name" ? model.names.get(expression.text) : undefined;
  if (found?.value.kind === "tensor") return found.value.value;
  if (expression.kind !== "name") {
    const help = ["give the value a name in the model, and name it here"];
    e.report(diagnostic("target_unclear", expression.span, { value: name }, { help }));
  } else if (found === undefined) {
    e.report(
      diagnostic(
        "unknown_name",
        expression.span,
        { name },
        didYouMean(expression.span, name, model.names.keys()),
      ),
    );
  } else if (found.value.kind !== "poison") {
    const parameters = { operator: loss, found: describe(found.value) };
    e.report(diagnostic("not_a_tensor", expression.span, parameters));
  }
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
