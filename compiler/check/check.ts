import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Identifier, Item, TrainItem } from "../../grammar/ast.ts";
import type { Module, Project } from "../project.ts";
import { checkModule, type Definitions } from "./definitions.ts";
import { type TypedModel, unusedIn } from "./model.ts";
import { createSession, type Session } from "./session.ts";
import { didYouMean } from "./suggestion.ts";
import { checkTrain, type TrainSpec } from "./train.ts";
import type { Binding } from "./values.ts";

interface Training {
  readonly item: TrainItem;
  readonly model: TypedModel;
  readonly spec: TrainSpec;
}

/** What checking finds in the entry file of a project. */
export interface Checked {
  /** The models that the file defines, and those it imports and trains. */
  readonly models: readonly TypedModel[];
  readonly trainings: readonly Training[];
  readonly findings: readonly Diagnostic[];
  /** What was found about each item of all files, however often the same, but for the next. */
  readonly byItem: ReadonlyMap<Item, readonly Diagnostic[]>;
  /** What nothing refers to in a model. It is told only where nothing is wrong, for that may be the cause. */
  readonly unused: ReadonlyMap<TypedModel, readonly Diagnostic[]>;
  /** Steps that were left of the bound on the work. */
  readonly steps: number;
}

/** Checks the entry file and all that it imports; ragged axes of inputs are longer by `padding` than declared. */
export function checkProject(project: Project, padding = 0): Checked {
  const session = createSession(project.sources, project.findings, padding);
  const { entry } = project;
  const { findings, byItem } = session;
  if (entry === undefined) {
    return { models: [], trainings: [], findings, byItem, unused: new Map(), steps: session.steps };
  }
  const definitions = checkModule(session, entry, new Map());
  const trainings = checkTrainings(session, entry, definitions);
  const trained = new Set(trainings.map((training) => training.model));
  const models = [...definitions.models].flatMap(([name, model]) =>
    model !== undefined && (definitions.own.has(name) || trained.has(model)) ? [model] : [],
  );
  const unused = new Map(models.map((model) => [model, unusedIn(model, learnedNames(model, trainings))]));
  const isSound = !findings.some(({ severity }) => severity === "error");
  if (isSound) for (const finding of [...unused.values()].flat()) session.report(finding);
  return { models, trainings, findings, byItem, unused, steps: session.steps };
}

/** Names of values of the model that some loss is of. */
function learnedNames(model: TypedModel, trainings: readonly Training[]): Set<string> {
  const terms = trainings.filter((training) => training.model === model).flatMap(({ spec }) => spec.terms);
  const learned = new Set(terms.flatMap((term) => term.values.map((value) => value.id)));
  const bindings = [...model.names.values()];
  const isLearned = ({ value }: Binding) => value.kind === "tensor" && learned.has(value.value.id);
  return new Set(bindings.filter(isLearned).map(({ name }) => name));
}

function checkTrainings(session: Session, { file }: Module, definitions: Definitions): Training[] {
  const first = new Map<string, Span>();
  return file.items.flatMap((item) => {
    if (item.kind !== "train") return [];
    const { text, span } = item.model;
    const taken = first.get(text);
    if (taken !== undefined) {
      const related = [{ span: taken, text: "trained here" }];
      const twice = diagnostic("trained_twice", span, { model: text }, { related });
      session.about(item, () => session.report(twice));
    } else if (text !== "") first.set(text, span);
    const training = session.about(item, () => checkTraining(session, item, definitions));
    return training === undefined || taken !== undefined ? [] : [training];
  });
}

function checkTraining(
  session: Session,
  item: TrainItem,
  { models, data, scope }: Definitions,
): Training | undefined {
  const resolve = <T>(role: string, name: Identifier, table: ReadonlyMap<string, T>): T | undefined => {
    // Where a declaration has no name, it may be the one that is meant.
    if (table.has(name.text) || name.text === "" || table.has("")) return table.get(name.text);
    const details = didYouMean(name.span, name.text, table.keys());
    session.report(diagnostic("unknown_declaration", name.span, { role, name: name.text }, details));
    return undefined;
  };
  const model = resolve("model", item.model, models);
  const plan = item.data && resolve("data", item.data, data);
  if (item.data === undefined && item.model.text !== "") {
    session.report(diagnostic("training_data_missing", item.model.span, { model: item.model.text }));
  }
  const spec = checkTrain(session, item, scope, model, plan);
  return model && spec && { item, model, spec };
}
