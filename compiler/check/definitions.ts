import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { CategoryItem, Identifier, UseItem } from "../../grammar/ast.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { dotted, type Module } from "../project.ts";
import { checkBlock } from "./block-definition.ts";
import { usedFirst } from "./block-order.ts";
import { checkData } from "./data.ts";
import { createElaborator } from "./elaborator.ts";
import { evaluate } from "./expressions.ts";
import { checkModel, type TypedModel } from "./model.ts";
import { nameTaken } from "./name-taken.ts";
import { bind, createScope } from "./scope.ts";
import type { Session } from "./session.ts";
import { didYouMean } from "./suggestion.ts";
import { type Block, POISON, type Scope, type Value } from "./values.ts";

/** What a file defines, for itself and for those who import from it; undefined is what has errors. */
export interface Definitions {
  /** Blocks and categories, its own and imported ones. */
  readonly scope: Scope;
  readonly models: Map<string, TypedModel | undefined>;
  readonly data: Map<string, DataPlan | undefined>;
  /** Where each of its own names is given. */
  readonly own: Map<string, Span>;
}

/** Checks a file and all that it imports. Every file is checked once, those it imports first. */
export function checkModule(session: Session, module: Module, done: Map<Module, Definitions>): Definitions {
  const known = done.get(module);
  if (known !== undefined) return known;
  const definitions: Definitions = {
    scope: createScope(),
    models: new Map(),
    data: new Map(),
    own: new Map(),
  };
  done.set(module, definitions);
  const { items } = module.file;
  const taken = new Map<string, Span>();
  const isFree = (name: Identifier): boolean => {
    const first = taken.get(name.text);
    if (first !== undefined) session.report(nameTaken(name, first));
    else if (name.text !== "") taken.set(name.text, name.span);
    return first === undefined;
  };
  const define = (name: Identifier, value: Value): boolean => {
    const free = isFree(name);
    if (free) {
      bind(definitions.scope, name.text, value, name.span);
      definitions.own.set(name.text, name.span);
    }
    return free;
  };

  for (const item of items) {
    if (item.kind !== "use") continue;
    const target = module.imports.get(item);
    const from = target && checkModule(session, target, done);
    session.about(item, () => {
      for (const name of item.names) if (isFree(name)) importName(session, item, name, from, definitions);
    });
  }
  const blocks: Block[] = [];
  for (const item of items) {
    if (item.kind === "category") {
      session.about(item, () => define(item.name, readCategory(session, item)));
    }
    if (item.kind !== "block") continue;
    const block: Block = { item, scope: definitions.scope, signature: undefined, broken: false };
    session.about(item, () => define(item.name, { kind: "block", block }));
    blocks.push(block);
  }
  // Blocks used by others are checked first, so that an error in one is said there alone.
  for (const block of usedFirst(blocks)) {
    session.about(block.item, () => checkBlock(createElaborator(session, evaluate), block));
  }
  for (const item of items) {
    if (item.kind !== "data" && item.kind !== "model") continue;
    session.about(item, () => {
      const { text, span } = item.name;
      const free = isFree(item.name);
      if (free) definitions.own.set(text, span);
      if (item.kind === "data") {
        const plan = checkData(session, item);
        if (free) definitions.data.set(text, plan);
      } else {
        const model = checkModel(session, item, definitions.scope);
        if (free) definitions.models.set(text, model);
      }
    });
  }
  return definitions;
}

/** Whether a file has a declaration without a name, which was reported there. */
const isNameless = ({ scope, models, data }: Definitions): boolean =>
  scope.names.has("") || models.has("") || data.has("");

function importName(
  session: Session,
  use: UseItem,
  { text, span }: Identifier,
  from: Definitions | undefined,
  into: Definitions,
): void {
  if (from?.own.has(text)) {
    const found = from.scope.names.get(text);
    if (found !== undefined) bind(into.scope, text, found.value, span);
    if (from.data.has(text)) into.data.set(text, from.data.get(text));
    if (from.models.has(text)) into.models.set(text, from.models.get(text));
    return;
  }
  // Nothing more is said about what could not be imported, whatever it was meant to be.
  bind(into.scope, text, POISON, span);
  into.data.set(text, undefined);
  into.models.set(text, undefined);
  if (from === undefined || text === "" || isNameless(from)) return;
  const path = use.from.kind === "string" ? use.from.value : dotted(use.from);
  session.report(
    diagnostic("import_name", span, { path, name: text }, didYouMean(span, text, from.own.keys())),
  );
}

/** The category that an item declares; poison where its labels have errors. */
function readCategory(session: Session, { name, value }: CategoryItem): Value {
  let sound = true;
  const report = (span: Span, problem: string): void => {
    sound = false;
    session.report(diagnostic("category_labels", span, { problem }));
  };
  if (value.kind === "missing") return POISON;
  if (value.kind !== "list") {
    report(value.span, "this is no list");
    return POISON;
  }
  const labels = new Set<string>();
  for (const label of value.items) {
    if (label.kind === "missing") sound = false;
    else if (label.kind !== "string") report(label.span, "this is no text");
    else if (labels.has(label.value)) report(label.span, `"${label.value}" occurs twice`);
    else labels.add(label.value);
  }
  if (value.items.length < 2)
    report(value.span, value.items.length === 0 ? "this is empty" : "this has one only");
  return sound ? { kind: "category", category: { name: name.text, labels: [...labels] } } : POISON;
}
