import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { Argument, Expression, GroupStatement, SettingStatement, TrainItem } from "../../grammar/ast.ts";
import { type ClipName, clips } from "../clips/index.generated.ts";
import { type LossName, losses } from "../losses/index.generated.ts";
import { integer, type SettingSpec } from "../operators/settings.ts";
import { type OptimizerName, optimizers } from "../optimizers/index.generated.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { METRICS, type MetricName, type EarlyStopping, type TrainPlan } from "../plan/train-plan.ts";
import { type ScheduleName, schedules } from "../schedules/index.generated.ts";
import { showType } from "../types/show.ts";
import { readSettings, splitArguments } from "./arguments.ts";
import type { Elaborator } from "./elaborator.ts";
import { evaluate } from "./expressions.ts";
import type { TypedModel } from "./model.ts";
import { readSetting } from "./read-setting.ts";
import { createScope, type Scope } from "./scope.ts";
import { createElaborator, type Session } from "./session.ts";
import { misplaced } from "./statements.ts";
import type { TypedValue } from "./values.ts";

/** One part of what is minimised. */
export interface LossTerm {
  /** The author's name for it; of a single loss, `loss`. */
  readonly name: string;
  readonly weight: number;
  readonly loss: LossName;
  readonly value: TypedValue;
  /** The output whose labels it is held against. */
  readonly target: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly span: Span;
}

/** A choice from a table of declared things, with its settings. */
export interface Chosen<N extends string> {
  readonly name: N;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A checked `train` declaration: what the graph needs of it, and what the runtime does. */
export interface TrainSpec {
  readonly plan: TrainPlan;
  readonly data: DataPlan;
  readonly terms: readonly LossTerm[];
  readonly optimizer: Chosen<OptimizerName>;
  readonly schedule: Chosen<ScheduleName>;
  readonly clip?: Chosen<ClipName>;
}

/** What `train` may set; those with a default need not be there. */
const SETTINGS = {
  minimise: { required: true },
  optimizer: { required: true },
  schedule: { required: false },
  clip: { required: false },
  epochs: { required: true },
  batch: { required: true },
  seed: { required: false },
  stop: { required: false },
} as const;
type SettingName = keyof typeof SETTINGS;
const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** Checks a `train` declaration against its model and data; undefined where errors leave nothing to train. */
export function checkTrain(
  session: Session,
  item: TrainItem,
  fileScope: Scope,
  model: TypedModel,
  data: DataPlan,
): TrainSpec | undefined {
  const { elaborator: e } = createElaborator(session, evaluate);
  const scope = createScope(fileScope);
  const given = collect(e, item);
  const setting = (name: SettingName) => {
    const found = given.get(name);
    return found?.kind === "setting" && found.value.kind !== "missing" ? found.value : undefined;
  };
  const whole = (name: SettingName, least: number): number | undefined => {
    const expression = setting(name);
    const spec = integer(name, { least });
    return expression && (readSetting({ e, scope, name }, spec, expression) as number | undefined);
  };

  const terms = readTerms(e, scope, model, given.get("minimise"));
  const optimizer = choose(e, scope, "optimizer", optimizers, setting("optimizer"));
  const schedule = setting("schedule") ? choose(e, scope, "schedule", schedules, setting("schedule")) : CONSTANT;
  const clip = choose(e, scope, "clip", clips, setting("clip"));
  const epochs = whole("epochs", 1);
  const batch = whole("batch", 1);
  const seed = setting("seed") ? whole("seed", 0) : 0;
  const stop = readStop(e, scope, setting("stop"));
  checkFields(e, item, model, data);

  if (e.errors() > 0 || !optimizer || !schedule || !epochs || !batch || seed === undefined) return undefined;
  const plan: TrainPlan = {
    model: model.interface.model,
    data: data.name,
    span: item.span,
    epochs,
    batch,
    seed,
    ...(stop === undefined ? {} : { stop }),
  };
  return { plan, data, terms, optimizer, schedule, ...(clip === undefined ? {} : { clip }) };
}

const CONSTANT: Chosen<ScheduleName> = { name: "constant", settings: {} };

/** The settings by name; reports misplaced statements, unknown and repeated names, and what is missing. */
function collect(e: Elaborator, item: TrainItem): Map<string, SettingStatement | GroupStatement> {
  const given = new Map<string, SettingStatement | GroupStatement>();
  for (const statement of item.body) {
    if (statement.kind !== "setting" && statement.kind !== "group") {
      misplaced(e, statement, "`train`");
      continue;
    }
    const { text, span } = statement.name;
    if (given.has(text)) e.report(diagnostic("setting_repeated", span, { setting: text }));
    else if (Object.hasOwn(SETTINGS, text)) given.set(text, statement);
    else {
      const guess = nearest(text, SETTING_NAMES);
      const help = [guess === undefined ? `its settings are ${listNames(SETTING_NAMES)}` : `did you mean \`${guess}\`?`];
      const fixes = guess === undefined ? [] : [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }];
      e.report(diagnostic("unknown_plan_setting", span, { declaration: "train", setting: text }, { help, fixes }));
    }
  }
  for (const name of SETTING_NAMES) {
    if (!SETTINGS[name].required || given.has(name)) continue;
    const parameters = { declaration: `train ${item.model.text}`, setting: name };
    e.report(diagnostic("plan_setting_missing", item.model.span, parameters));
  }
  return given;
}

interface Declared {
  readonly settings: Readonly<Record<string, SettingSpec>>;
}

/** Reads `adamw(learning_rate: 1e-3)`: a name from a table, with the settings that its entry declares. */
function choose<N extends string>(
  e: Elaborator,
  scope: Scope,
  setting: string,
  table: Readonly<Record<N, Declared>>,
  expression: Expression | undefined,
): Chosen<N> | undefined {
  if (expression === undefined) return undefined;
  const call = asCall(expression);
  const names = Object.keys(table) as N[];
  const name = names.find((n) => n === call?.name);
  if (call === undefined || name === undefined) {
    const guess = call && nearest(call.name, names);
    const parameters = { setting, found: e.words(call?.span ?? expression.span), choices: listNames(names) };
    const span = call?.span ?? expression.span;
    const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
    const fixes = guess === undefined ? [] : [{ title: `Write ${guess}`, edits: [{ span, text: guess }] }];
    e.report(diagnostic("unknown_choice", span, parameters, { help, fixes }));
    return undefined;
  }
  const specs = table[name].settings;
  const split = splitArguments(e, name, call.arguments, 0, specs);
  const settings = readSettings(e, scope, { name, span: call.span }, split.settings, specs);
  return settings && { name, settings };
}

function asCall(expression: Expression): { name: string; span: Span; arguments: readonly Argument[] } | undefined {
  if (expression.kind === "name") return { name: expression.text, span: expression.span, arguments: [] };
  if (expression.kind !== "call" || expression.callee.kind !== "name") return undefined;
  return { name: expression.callee.text, span: expression.callee.span, arguments: expression.arguments };
}

/** `minimise: loss`, or `minimise { name = loss … }`. */
function readTerms(
  e: Elaborator,
  scope: Scope,
  model: TypedModel,
  given: SettingStatement | GroupStatement | undefined,
): LossTerm[] {
  if (given === undefined) return [];
  if (given.kind === "setting") return readTerm(e, scope, model, "loss", given.value);
  const names = new Set<string>();
  return given.body.flatMap((statement) => {
    if (statement.kind !== "value") {
      misplaced(e, statement, "`minimise`");
      return [];
    }
    const { text, span } = statement.name;
    if (names.has(text)) e.report(diagnostic("setting_repeated", span, { setting: text }));
    names.add(text);
    return readTerm(e, scope, model, text, statement.value);
  });
}

/** `0.3 * cross_entropy(words_head, target: group)` */
function readTerm(e: Elaborator, scope: Scope, model: TypedModel, name: string, expression: Expression): LossTerm[] {
  if (expression.kind === "missing") return [];
  let weight = 1;
  let inner: Expression = expression;
  if (expression.kind === "binary" && expression.operator === "*") {
    const spec: SettingSpec = { kind: "number", from: 0, to: Infinity, summary: "the term's weight" };
    const read = readSetting({ e, scope, name: "weight" }, spec, expression.left);
    if (typeof read !== "number") return [];
    weight = read;
    inner = expression.right;
  }
  const call = asCall(inner);
  const loss = (Object.keys(losses) as LossName[]).find((n) => n === call?.name);
  if (call === undefined || loss === undefined) {
    const guess = call && nearest(call.name, Object.keys(losses));
    const choices = listNames(Object.keys(losses));
    const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
    const span = call?.span ?? inner.span;
    e.report(diagnostic("unknown_choice", span, { setting: "minimise", found: e.words(span), choices }, { help }));
    return [];
  }
  const target = call.arguments.find((argument) => argument.name?.text === "target");
  const others = call.arguments.filter((argument) => argument !== target);
  const split = splitArguments(e, loss, others, 1, losses[loss].settings);
  const settings = readSettings(e, scope, { name: loss, span: call.span }, split.settings, losses[loss].settings);
  const subject = split.operands[0];
  if (subject === undefined) {
    const parameters = { callee: loss, expected: "the output to learn", found: "none" };
    e.report(diagnostic("operand_missing", inner.span, parameters));
    return [];
  }
  const value = namedValue(e, model, subject);
  if (value === undefined || settings === undefined) return [];
  const accepts: readonly string[] = losses[loss].accepts;
  if (!accepts.includes(value.type.kind.name)) {
    const parameters = {
      operator: loss,
      accepted: listNames(accepts),
      value: e.words(subject.span),
      found: showType(value.type),
    };
    e.report(diagnostic("kind_refused", subject.span, parameters));
    return [];
  }
  losses[loss].check(value.type, {
    fail(message, _, parameters, details) {
      e.report(diagnostic(message, subject.span, parameters, details));
      return undefined;
    },
    words: () => e.words(subject.span),
  });
  const output = targetOf(e, model, target?.value ?? subject);
  return output === undefined ? [] : [{ name, weight, loss, value, target: output, settings, span: inner.span }];
}

function namedValue(e: Elaborator, model: TypedModel, expression: Expression): TypedValue | undefined {
  const found = expression.kind === "name" ? model.named.get(expression.text) : undefined;
  if (found !== undefined || expression.kind === "missing") return found;
  const name = e.words(expression.span);
  const guess = nearest(name, [...model.named.keys()]);
  const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
  e.report(diagnostic("unknown_name", expression.span, { name }, { help }));
  return undefined;
}

function targetOf(e: Elaborator, model: TypedModel, expression: Expression): string | undefined {
  const names = model.interface.outputs.map((output) => output.name);
  const name = expression.kind === "name" ? expression.text : "";
  if (names.includes(name)) return name;
  const help = [`the outputs are ${listNames(names)}`];
  e.report(diagnostic("target_unclear", expression.span, { value: e.words(expression.span) }, { help }));
  return undefined;
}

const STOP_SPECS: Readonly<Record<string, SettingSpec>> = {
  for: integer("epochs without improvement", { least: 1 }),
};

/** `stalls(validation.macro_f1, for: 4)` */
function readStop(e: Elaborator, scope: Scope, expression: Expression | undefined): EarlyStopping | undefined {
  if (expression === undefined) return undefined;
  const call = asCall(expression);
  if (call?.name !== "stalls") {
    const parameters = { setting: "stop", found: e.words(call?.span ?? expression.span), choices: "stalls" };
    e.report(diagnostic("unknown_choice", call?.span ?? expression.span, parameters));
    return undefined;
  }
  const split = splitArguments(e, "stalls", call.arguments, 1, STOP_SPECS);
  const settings = readSettings(e, scope, { name: "stalls", span: call.span }, split.settings, STOP_SPECS);
  const watched = split.operands[0];
  const metrics = Object.keys(METRICS) as MetricName[];
  if (watched?.kind !== "member" || watched.object.kind !== "name") {
    const parameters = { metric: e.words((watched ?? expression).span), metrics: listNames(metrics.map(onValidation)) };
    e.report(diagnostic("unknown_metric", (watched ?? expression).span, parameters));
    return undefined;
  }
  const part = watched.object.text;
  if (part !== "validation" && part !== "train") {
    const parameters = { setting: "stop", found: part, choices: "validation or train" };
    e.report(diagnostic("unknown_choice", watched.object.span, parameters));
    return undefined;
  }
  const metric = metrics.find((m) => m === watched.member.text);
  if (metric === undefined) {
    const guess = nearest(watched.member.text, metrics);
    const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
    const parameters = { metric: watched.member.text, metrics: listNames(metrics) };
    e.report(diagnostic("unknown_metric", watched.member.span, parameters, { help }));
    return undefined;
  }
  return settings && { split: part, metric, patience: settings.for as number };
}

const onValidation = (metric: string) => `validation.${metric}`;

/** Every input and output of the model needs a field of the data. */
function checkFields(e: Elaborator, item: TrainItem, model: TypedModel, data: DataPlan): void {
  const names = data.fields.map((field) => field.name);
  const roles = [
    ...model.interface.inputs.map(({ name, span }) => ({ role: "input", name, span })),
    ...model.interface.outputs.map(({ name, span }) => ({ role: "output", name, span })),
  ];
  for (const { role, name, span } of roles) {
    if (names.includes(name)) continue;
    const guess = nearest(name, names);
    const help = guess === undefined ? [] : [`its field \`${guess}\` has a similar name`];
    const related = [{ span, text: `the ${role}` }];
    const at = item.data?.span ?? item.model.span;
    e.report(diagnostic("plan_field_missing", at, { data: data.name, role, name }, { help, related }));
  }
}
