import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Identifier, TrainItem } from "../../grammar/ast.ts";
import type { Module, Project } from "../project.ts";
import { checkModule, type Definitions } from "./definitions.ts";
import { type TypedModel, warnUnused } from "./model.ts";
import { createSession, type Session } from "./session.ts";
import { didYouMean } from "./suggestion.ts";
import { checkTrain, type TrainSpec } from "./train.ts";
import type { Binding } from "./values.ts";

interface Training {
  readonly model: TypedModel;
  readonly spec: TrainSpec;
}

/** What checking finds in the entry file of a project. */
export interface Checked {
  /** The models that the file defines, and those it imports and trains. */
  readonly models: readonly TypedModel[];
  readonly trainings: readonly Training[];
  readonly findings: readonly Diagnostic[];
}

/** Checks the entry file and all that it imports; ragged axes of inputs are longer by `padding` than declared. */
export function checkProject(project: Project, padding = 0): Checked {
  const session = createSession(project.sources, project.findings, padding);
  const { entry } = project;
  if (entry === undefined) return { models: [], trainings: [], findings: session.findings };
  const definitions = checkModule(session, entry, new Map());
  const trainings = checkTrainings(session, entry, definitions);
  const trained = new Set(trainings.map((training) => training.model));
  const models = [...definitions.models].flatMap(([name, model]) =>
    model !== undefined && (definitions.own.has(name) || trained.has(model)) ? [model] : [],
  );
  // With errors about, what is unused may be so because of them.
  const isSound = !session.findings.some(({ severity }) => severity === "error");
  for (const model of isSound ? models : []) warnUnused(session, model, learnedNames(model, trainings));
  return { models, trainings, findings: session.findings };
}

/** Names of values of the model that some loss is of. */
function learnedNames(model: TypedModel, trainings: readonly Training[]): Set<string> {
  const terms = trainings.filter((training) => training.model === model).flatMap(({ spec }) => spec.terms);
  const learned = new Set(terms.map((term) => term.value.id));
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
      session.report(diagnostic("trained_twice", span, { model: text }, { related }));
    } else if (text !== "") first.set(text, span);
    const training = checkTraining(session, item, definitions);
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
  return model && spec && { model, spec };
}
