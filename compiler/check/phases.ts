import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import type { Expression, PhaseStatement } from "../../grammar/ast.ts";
import { integer } from "../operators/settings.ts";
import { optimizers } from "../optimizers/index.generated.ts";
import { schedules } from "../schedules/index.generated.ts";
import { choose } from "./choose.ts";
import { declaredBy, weightsOf } from "./declared-weights.ts";
import { readStop } from "./early-stopping.ts";
import type { Elaborator } from "./elaborator.ts";
import { areFresh, readOutOfFold, withKept } from "./folds.ts";
import type { LossTerm, Minimise } from "./loss-term.ts";
import type { TypedModel } from "./model.ts";
import { type Meant, readMeant } from "./moved-values.ts";
import { nameTaken } from "./name-taken.ts";
import { neededFor } from "./needed.ts";
import { givenIn, type PhaseSpec } from "./phase.ts";
import { collectSettings, expressionOf, type Setting } from "./plan-settings.ts";
import { readSetting } from "./read-setting.ts";
import { misplaced } from "./statements.ts";
import { didYouMean } from "./suggestion.ts";
import type { Scope } from "./values.ts";

/** What the phases of a training are read in: the model is undefined where it has errors. */
interface PhaseReading extends Pick<PhaseSpec, "optimizer" | "schedule"> {
  readonly e: Elaborator;
  readonly scope: Scope;
  readonly model: TypedModel | undefined;
  readonly minimise: Minimise;
}

const NAMES = [
  "moves",
  "freezes",
  "minimise",
  "epochs",
  "folds",
  "out_of_fold",
  "stop",
  "optimizer",
  "schedule",
] as const;
type Name = (typeof NAMES)[number];

/** Checks the phases of a training, one after another. Those that have errors are left out. */
export function readPhases(
  at: PhaseReading,
  statements: readonly PhaseStatement[],
  trained: Span,
): PhaseSpec[] {
  const first = new Map<string, Span>();
  const read: PhaseSpec[] = [];
  for (const statement of statements) {
    const { text, span } = statement.name;
    const taken = first.get(text);
    if (taken !== undefined && text !== "") at.e.report(nameTaken(statement.name, taken));
    first.set(text, taken ?? span);
    const phase = readPhase(at, statement, read);
    if (phase !== undefined) read.push(phase);
  }
  const phases = withKept(at.e, read);
  if (at.e.errors() === 0 && at.model !== undefined && phases.length > 0)
    checkAllMoved(at.e, at.model, phases, trained);
  return phases;
}

function readPhase(
  at: PhaseReading,
  statement: PhaseStatement,
  before: readonly PhaseSpec[],
): PhaseSpec | undefined {
  const { e, scope, model } = at;
  const { text: name, span } = statement.name;
  const given = collect(e, statement);
  const setting = (one: Name) => expressionOf(given.get(one));
  const terms = readTerms(at, setting("minimise"));
  const meant = (one: "moves" | "freezes") => readMeant(at, one, setting(one));
  const [moves, freezes] = [meant("moves"), meant("freezes")];
  const whole = (name: Name, least: number, most?: number) => {
    const expression = setting(name);
    return (
      expression &&
      readSetting({ e, scope, name }, integer(name, { least, ...(most && { most }) }), expression)
    );
  };
  const [epochs, folds] = [whole("epochs", 1), whole("folds", 2, MOST_FOLDS)];
  const outOfFold = readOutOfFold(at, setting("out_of_fold"), before);
  const stop = readStop(e, scope, setting("stop"), model, terms ?? []);
  const optimizer = given.has("optimizer")
    ? choose(e, scope, "optimizer", optimizers, setting("optimizer"))
    : at.optimizer;
  const schedule = given.has("schedule")
    ? choose(e, scope, "schedule", schedules, setting("schedule"))
    : at.schedule;
  if (
    !model ||
    !terms ||
    !moves ||
    !freezes ||
    !outOfFold ||
    !optimizer ||
    !schedule ||
    typeof epochs !== "number"
  )
    return undefined;
  const moving = given.get("moves")?.span;
  const moved = movedBy(e, model, { name, span, terms, moves, freezes, outOfFold, moving });
  if (moved === undefined) return undefined;
  if (typeof folds === "number" && !areFresh(e, { name, span }, moved, before)) return undefined;
  const frozen = new Set(freezes.flatMap(({ values }) => values.map(({ id }) => id)));
  const plan = { name, epochs, terms: terms.map((term) => term.name), ...(stop && { stop }) };
  return {
    plan: typeof folds === "number" ? { ...plan, folds: { count: folds, keeps: [] } } : plan,
    span: statement.name.span,
    terms,
    moved,
    frozen,
    outOfFold,
    optimizer,
    schedule,
  };
}

/** Folds that a phase may have: it is gone through once for each. */
const MOST_FOLDS = 100;

function collect(e: Elaborator, { name, body }: PhaseStatement): ReadonlyMap<Name, Setting> {
  const settings: Setting[] = [];
  for (const statement of body) {
    if (statement.kind === "setting" || statement.kind === "group") settings.push(statement);
    else misplaced(e, statement, "`phase`");
  }
  return collectSettings(e.report, settings, {
    declaration: `phase ${name.text}`,
    span: name.span,
    names: NAMES,
    required: name.text === "" ? [] : ["epochs"],
  });
}

/** `words` or `[words, sight]`: terms of the training by their names; all of them where nothing is said. */
function readTerms(
  { e, minimise: { terms } }: PhaseReading,
  expression: Expression | undefined,
): readonly LossTerm[] | undefined {
  // What has errors of its own was reported.
  if (terms.length === 0) return undefined;
  if (expression === undefined) return terms;
  const items = expression.kind === "list" ? expression.items : [expression];
  const known = terms.map(({ name }) => name);
  const chosen = items.map((item) => {
    const { span } = item;
    if (item.kind === "missing") return undefined;
    if (item.kind !== "name") {
      const found = item.kind === "call" || item.kind === "binary" ? "a loss" : `\`${e.words(span)}\``;
      const help = [`its terms are ${listNames(known)}`];
      e.report(diagnostic("phase_term_inside", span, { found }, { help }));
      return undefined;
    }
    const term = terms.find(({ name }) => name === item.text);
    if (term !== undefined) return term;
    const parameters = { term: item.text, terms: listNames(known) };
    e.report(diagnostic("unknown_term", span, parameters, didYouMean(span, item.text, known)));
    return undefined;
  });
  const found = chosen.filter((term) => term !== undefined);
  return found.length === chosen.length && found.length > 0 ? found : undefined;
}

interface Moving {
  readonly name: string;
  readonly span: Span;
  readonly terms: readonly LossTerm[];
  readonly moves: readonly Meant[];
  readonly freezes: readonly Meant[];
  readonly outOfFold: PhaseSpec["outOfFold"];
  /** Where `moves` stands, if it does. */
  readonly moving: Span | undefined;
}

/** The paths of the weights that a phase moves; undefined after reporting why it moves none, or not what it says. */
function movedBy(
  e: Elaborator,
  { applications }: TypedModel,
  { name, span, terms, moves, freezes, outOfFold, moving }: Moving,
): ReadonlySet<string> | undefined {
  const reached = weightsOf(
    applications,
    terms.flatMap(({ values }) => values),
    givenIn({ outOfFold }),
  );
  const apart = moves.filter(({ paths }) => [...paths].every((path) => !reached.has(path)));
  for (const { words, span } of apart) {
    const related = terms.map((term) => ({ span: term.span, text: `\`${name}\` minimises this` }));
    e.report(diagnostic("phase_out_of_reach", span, { phase: name, value: words }, { related }));
  }
  if (apart.length > 0) return undefined;
  const frozen = new Set(freezes.flatMap(({ paths }) => [...paths]));
  const wanted = moves.length === 0 ? undefined : new Set(moves.flatMap(({ paths }) => [...paths]));
  const moved = [...reached].filter((path) => !frozen.has(path) && wanted?.has(path) !== false);
  if (moved.length > 0) return new Set(moved);
  const reason =
    freezes.length === 0
      ? "nothing that its terms depend on has weights"
      : `\`freezes\` holds all that ${moves.length === 0 ? "its terms depend on" : "it is to move"}`;
  e.report(diagnostic("phase_moves_nothing", moving ?? span, { phase: name, reason }));
  return undefined;
}

/** Every weight that the model or a term uses has a phase that moves it. */
function checkAllMoved(
  e: Elaborator,
  { applications, outputs }: TypedModel,
  phases: readonly PhaseSpec[],
  at: Span,
): void {
  const terms = phases.flatMap((phase) => phase.terms.flatMap(({ values }) => values));
  const used = [...outputs.map(({ value }) => value), ...terms];
  const moved = new Set(phases.flatMap((phase) => [...phase.moved]));
  const still = [...weightsOf(applications, used)].filter((path) => !moved.has(path));
  if (still.length === 0) return;
  const needed = neededFor(applications, used);
  const places = declaredBy(applications.filter(({ result }) => needed.has(result.id))).filter(({ path }) =>
    still.includes(path),
  );
  const related = places.slice(0, SHOWN).map(({ span }) => ({ span, text: "never moved" }));
  const operators = listNames([...new Set(places.map(({ by }) => `\`${by}\``))]);
  const help = ["let a phase move them, or end with one that moves everything"];
  e.report(diagnostic("weights_never_moved", at, { operators }, { help, related }));
}

/** Places that are shown of weights that never move. */
const SHOWN = 3;
