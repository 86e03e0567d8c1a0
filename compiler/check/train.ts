import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { PhaseStatement, TrainItem } from "../../grammar/ast.ts";
import { type ClipName, clips } from "../clips/index.generated.ts";
import { type DropName, drops } from "../drops/index.generated.ts";
import { integer } from "../operators/settings.ts";
import { type OptimizerName, optimizers } from "../optimizers/index.generated.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { roundsOf, type TrainPlan } from "../plan/train-plan.ts";
import { type ScheduleName, schedules } from "../schedules/index.generated.ts";
import { type Chosen, choose } from "./choose.ts";
import { checkFields } from "./data-fields.ts";
import { readStop } from "./early-stopping.ts";
import { createElaborator, type Elaborator } from "./elaborator.ts";
import { evaluate } from "./expressions.ts";
import type { Minimise } from "./loss-term.ts";
import { readMinimise } from "./loss-terms.ts";
import type { TypedModel } from "./model.ts";
import type { PhaseSpec } from "./phase.ts";
import { readPhases } from "./phases.ts";
import { collectSettings, expressionOf, type Setting } from "./plan-settings.ts";
import { readSetting } from "./read-setting.ts";
import { readSampling } from "./sampling.ts";
import { createScope } from "./scope.ts";
import type { Session } from "./session.ts";
import { misplaced } from "./statements.ts";
import type { Scope } from "./values.ts";

/** A checked `train` declaration: what the graph needs of it, and what the runtime does. */
export interface TrainSpec extends Minimise {
  readonly plan: TrainPlan;
  readonly data: DataPlan;
  readonly optimizer: Chosen<OptimizerName>;
  readonly schedule: Chosen<ScheduleName>;
  readonly clip?: Chosen<ClipName>;
  readonly drop?: Chosen<DropName>;
  /** So many batches make one step of the optimizer. */
  readonly accumulate: number;
  /** Empty where all is trained in one go. */
  readonly phases: readonly PhaseSpec[];
}

const REQUIRED = ["minimise", "optimizer", "epochs", "batch"] as const;
const NAMES = [...REQUIRED, "schedule", "clip", "drop", "sample", "accumulate", "seed", "stop"] as const;
type Name = (typeof NAMES)[number];
const CONSTANT: Chosen<ScheduleName> = { name: "constant", settings: {} };

/**
 * Checks a `train` declaration against its model and data, either of which is undefined where it has errors; then
 * only what does not need it is checked. Undefined where errors leave nothing to train.
 */
export function checkTrain(
  session: Session,
  item: TrainItem,
  fileScope: Scope,
  model: TypedModel | undefined,
  data: DataPlan | undefined,
): TrainSpec | undefined {
  const e = createElaborator(session, evaluate);
  const scope = createScope(fileScope);
  const stretches = item.body.filter((statement) => statement.kind === "phase");
  const given = collect(e, item, stretches);
  const setting = (name: Name) => expressionOf(given.get(name));
  const whole = (name: Name, least: number): number | undefined => {
    const expression = setting(name);
    return (
      expression &&
      (readSetting({ e, scope, name }, integer(name, { least }), expression) as number | undefined)
    );
  };

  const minimise = readMinimise({ e, scope, model }, given.get("minimise"));
  const optimizer = choose(e, scope, "optimizer", optimizers, setting("optimizer"));
  const schedule = given.has("schedule")
    ? choose(e, scope, "schedule", schedules, setting("schedule"))
    : CONSTANT;
  const clip = choose(e, scope, "clip", clips, setting("clip"));
  const drop = choose(e, scope, "drop", drops, setting("drop"));
  const single = stretches.length === 0 ? whole("epochs", 1) : undefined;
  const batch = whole("batch", 1);
  const accumulate = given.has("accumulate") ? whole("accumulate", 1) : 1;
  const sample = readSampling(e, scope, setting("sample"), model);
  const seed = given.has("seed") ? whole("seed", 0) : 0;
  const stop = readStop(e, scope, setting("stop"), model, minimise.terms);
  const phases =
    optimizer && schedule
      ? readPhases({ e, scope, model, minimise, optimizer, schedule }, stretches, item.model.span)
      : [];
  const epochs = single ?? phases.reduce((sum, { plan }) => sum + plan.epochs * roundsOf(plan), 0);
  if (model === undefined || data === undefined) return undefined;
  checkFields(e, item, model.interface, data);
  const dropped = given.get("drop");
  if (dropped !== undefined) checkDrop(e, dropped.name.span, model);

  if (
    e.errors() > 0 ||
    minimise.terms.length === 0 ||
    !optimizer ||
    !schedule ||
    !epochs ||
    !batch ||
    !accumulate ||
    seed === undefined
  )
    return undefined;
  const plan: TrainPlan = {
    model: model.interface.model,
    data: data.name,
    span: item.span,
    epochs,
    batch,
    seed,
    ...(sample && { sample }),
    ...(minimise.terms.length > 1 && { terms: minimise.terms.map((term) => term.name) }),
    ...(stop === undefined ? {} : { stop }),
    ...(phases.length > 0 && { phases: phases.map((phase) => phase.plan) }),
  };
  return {
    plan,
    data,
    ...minimise,
    optimizer,
    schedule,
    ...(clip && { clip }),
    ...(drop && { drop }),
    accumulate,
    phases,
  };
}

/** The settings by name; reports statements that have no place here, and what is unknown, repeated or missing. */
function collect(
  e: Elaborator,
  item: TrainItem,
  phases: readonly PhaseStatement[],
): ReadonlyMap<Name, Setting> {
  const settings: Setting[] = [];
  for (const statement of item.body) {
    if (statement.kind === "setting" || statement.kind === "group") settings.push(statement);
    else if (statement.kind !== "phase") misplaced(e, statement, "`train`");
  }
  const { text, span } = item.model;
  const required = phases.length === 0 ? REQUIRED : REQUIRED.filter((name) => name !== "epochs");
  const given = collectSettings(e.report, settings, {
    declaration: `train ${text}`,
    span,
    names: NAMES,
    required: text === "" ? [] : required,
    grouped: ["minimise"],
  });
  const whole = given.get("epochs");
  if (phases.length > 0 && whole !== undefined) {
    const related = phases.map((phase) => ({ span: phase.name.span, text: "a phase" }));
    e.report(diagnostic("phase_epochs", whole.name.span, {}, { related }));
  }
  return given;
}

/** Only what a record may lack can be dropped. */
function checkDrop(e: Elaborator, span: Span, { interface: { model, inputs } }: TypedModel): void {
  if (inputs.some(({ optional }) => optional)) return;
  const [first] = inputs;
  const related = first === undefined ? [] : [{ span: first.span, text: "every record has this input" }];
  const help = ["declare the inputs that records may lack as `optional input`, or leave `drop` out"];
  e.report(diagnostic("drop_nothing", span, { model }, { help, related }));
}
