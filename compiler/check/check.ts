import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { nearest } from "../../diagnostics/suggest.ts";
import type { CategoryItem, Item, TrainItem, UseItem } from "../../grammar/ast.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import type { Module, Project } from "../project.ts";
import type { Category } from "../types/value-type.ts";
import { checkBlock } from "./apply-block.ts";
import { checkData } from "./data.ts";
import { evaluate } from "./expressions.ts";
import { checkModel, type TypedModel, warnUnused } from "./model.ts";
import { bind, createScope, type Scope } from "./scope.ts";
import { createElaborator, type Session } from "./session.ts";
import { checkTrain, type TrainSpec } from "./train.ts";
import { type Block, POISON } from "./values.ts";

/** What checking finds in the entry file of a project. */
export interface Checked {
  readonly models: readonly TypedModel[];
  readonly trainings: readonly { readonly model: TypedModel; readonly spec: TrainSpec }[];
  readonly findings: readonly Diagnostic[];
}

/** What a file defines, for itself and for those who import from it. */
interface Definitions {
  readonly scope: Scope;
  readonly models: Map<string, TypedModel | undefined>;
  readonly data: Map<string, DataPlan | undefined>;
}

/** Checks the entry file and all that it imports. Every file is checked once, those it imports first. */
export function checkProject(project: Project): Checked {
  const session: Session = { sources: project.sources, findings: [...project.findings] };
  const done = new Map<Module, Definitions>();
  if (project.entry === undefined) return { models: [], trainings: [], findings: session.findings };
  const entry = checkModule(session, project.entry, done);

  const trainings: Checked["trainings"][number][] = [];
  const referredTo = new Map<TypedModel, Set<string>>();
  for (const item of project.entry.file.items) {
    if (item.kind !== "train") continue;
    const training = checkTraining(session, item, entry);
    if (training === undefined) continue;
    trainings.push(training);
    const names = referredTo.get(training.model) ?? new Set();
    for (const term of training.spec.terms) {
      for (const [name, value] of training.model.named) if (value.id === term.value.id) names.add(name);
    }
    referredTo.set(training.model, names);
  }
  const own = new Set(project.entry.file.items.flatMap((item) => (item.kind === "model" ? [item.name.text] : [])));
  const models = [...entry.models].flatMap(([name, model]) => (model && own.has(name) ? [model] : []));
  for (const model of models) warnUnused(session, model, referredTo.get(model) ?? new Set());
  return { models, trainings, findings: session.findings };
}

function checkModule(session: Session, module: Module, done: Map<Module, Definitions>): Definitions {
  const known = done.get(module);
  if (known !== undefined) return known;
  const scope = createScope();
  const definitions: Definitions = { scope, models: new Map(), data: new Map() };
  done.set(module, definitions);

  const blocks: Block[] = [];
  for (const item of module.file.items) {
    if (item.kind === "use") importNames(session, module, item, definitions, done);
    else if (item.kind === "category") define(session, scope, item, { kind: "category", category: readCategory(session, item) });
    else if (item.kind === "block") {
      const block: Block = { item, scope, broken: false };
      if (define(session, scope, item, { kind: "block", block })) blocks.push(block);
    }
  }
  // Blocks used by others are checked first, so that an error in one is said there alone.
  for (const block of usedFirst(blocks)) checkBlock(createElaborator(session, evaluate).elaborator, block);
  for (const item of module.file.items) {
    if (item.kind === "data" && free(session, item, definitions)) {
      definitions.data.set(item.name.text, checkData(session, item));
    }
    if (item.kind === "model" && free(session, item, definitions)) {
      definitions.models.set(item.name.text, checkModel(session, item, scope));
    }
  }
  return definitions;
}

type Named = Exclude<Item, UseItem | TrainItem>;

function define(session: Session, scope: Scope, item: Named, value: Parameters<typeof bind>[2]): boolean {
  const taken = scope.names.get(item.name.text);
  if (taken !== undefined) reportTaken(session, item.name, taken.span);
  else bind(scope, item.name.text, value, item.name.span);
  return taken === undefined;
}

/** Whether a model's or data's name is not given to another item; reports where it is. */
function free(session: Session, item: Named, { models, data, scope }: Definitions): boolean {
  const { text } = item.name;
  const taken = scope.names.get(text);
  if (taken === undefined && !models.has(text) && !data.has(text)) return true;
  reportTaken(session, item.name, taken?.span);
  return false;
}

function reportTaken(session: Session, name: { text: string; span: Span }, first: Span | undefined): void {
  const related = first === undefined ? [] : [{ span: first, text: "defined here" }];
  session.findings.push(diagnostic("name_taken", name.span, { name: name.text }, { related }));
}

function readCategory(session: Session, item: CategoryItem): Category {
  const { value } = item;
  const name = item.name.text;
  const report = (span: Span, problem: string) =>
    void session.findings.push(diagnostic("category_labels", span, { problem }));
  if (value.kind !== "list") {
    if (value.kind !== "missing") report(value.span, "this is no list");
    return { name, labels: [] };
  }
  const labels: string[] = [];
  for (const label of value.items) {
    if (label.kind !== "string") report(label.span, "this is no text");
    else if (labels.includes(label.value)) report(label.span, `"${label.value}" occurs twice`);
    else labels.push(label.value);
  }
  if (value.items.length < 2) report(value.span, value.items.length === 0 ? "this is empty" : "this has one only");
  return { name, labels };
}

function importNames(
  session: Session,
  module: Module,
  use: UseItem,
  into: Definitions,
  done: Map<Module, Definitions>,
): void {
  const target = module.imports.get(use);
  const from = target && checkModule(session, target, done);
  for (const name of use.names) {
    const { text, span } = name;
    const taken = into.scope.names.get(text);
    if (taken !== undefined) {
      reportTaken(session, name, taken.span);
      continue;
    }
    const found = from?.scope.names.get(text);
    if (found !== undefined) bind(into.scope, text, found.value, span);
    else if (from?.data.has(text)) into.data.set(text, from.data.get(text));
    else if (from?.models.has(text)) into.models.set(text, from.models.get(text));
    else {
      bind(into.scope, text, POISON, span);
      if (target === undefined || from === undefined) continue;
      const known = [...from.scope.names.keys(), ...from.data.keys(), ...from.models.keys()];
      const guess = nearest(text, known);
      const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
      session.findings.push(diagnostic("import_name", span, { path: target.path, name: text }, { help }));
    }
  }
}

function checkTraining(
  session: Session,
  item: TrainItem,
  { models, data, scope }: Definitions,
): Checked["trainings"][number] | undefined {
  const resolve = <T>(role: string, name: { text: string; span: Span }, table: Map<string, T | undefined>) => {
    if (table.has(name.text)) return table.get(name.text);
    const guess = nearest(name.text, [...table.keys()]);
    const help = guess === undefined ? [] : [`did you mean \`${guess}\`?`];
    session.findings.push(diagnostic("unknown_declaration", name.span, { role, name: name.text }, { help }));
    return undefined;
  };
  const model = resolve("model", item.model, models);
  if (item.data === undefined) {
    const parameters = { declaration: `train ${item.model.text}`, setting: "on" };
    session.findings.push(diagnostic("plan_setting_missing", item.model.span, parameters));
    return undefined;
  }
  const plan = resolve("data", item.data, data);
  if (model === undefined || plan === undefined) return undefined;
  const spec = checkTrain(session, item, scope, model, plan);
  return spec && { model, spec };
}

/** Blocks in an order in which each follows those of the file that its text names. */
function usedFirst(blocks: readonly Block[]): Block[] {
  const ordered: Block[] = [];
  const visiting = new Set<Block>();
  const visit = (block: Block): void => {
    if (visiting.has(block)) return;
    visiting.add(block);
    const text = JSON.stringify(block.item.body);
    for (const other of blocks) {
      if (text.includes(`"text":"${other.item.name.text}"`)) visit(other);
    }
    ordered.push(block);
  };
  for (const block of blocks) visit(block);
  return ordered;
}
