import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Source } from "../../diagnostics/source.ts";
import type { Item } from "../../grammar/ast.ts";
import { type Chunk, outline } from "../../grammar/outline.ts";
import { checkBudgets } from "../check/budgets.ts";
import { type Checked, checkProject } from "../check/check.ts";
import type { TypedModel } from "../check/model.ts";
import { MOST_FINDINGS, STEP_LIMIT } from "../check/session.ts";
import { type Cost, costOf } from "../graph/cost.ts";
import { lowerModel } from "../lower/programs.ts";
import { loadProject, type Project, type ReadFile } from "../project.ts";
import { chunkAt, type Move, moveBetween, moveCost, moveFinding } from "./moved.ts";
import { needsOf, reached } from "./needs.ts";

/** What is found in a file, and what its models cost. */
export interface Checkup {
  readonly sources: readonly Source[];
  readonly findings: readonly Diagnostic[];
  /** In the order of the file; empty where there are errors. */
  readonly models: readonly { readonly name: string; readonly cost: Cost }[];
}

/** Checks files again and again as they are edited, and does anew only what an edit touches. */
export interface Workspace {
  /** What `compile` would find. */
  check(entry: string, read: ReadFile): Checkup;
}

/** What checking one item of the entry comes to. */
interface Result {
  readonly findings: readonly Diagnostic[];
  /** What breaks its budgets, which only a model without errors does. */
  readonly budgets: readonly Diagnostic[];
  /** Told only where there are no errors but of budgets. */
  readonly unused: readonly Diagnostic[];
  readonly models: readonly { readonly name: string; readonly cost: Cost }[];
}

/** A file as it was checked last. */
interface Known {
  readonly chunks: readonly Chunk[];
  readonly results: readonly Result[];
  /** What else was read, by path. */
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly sources: readonly Source[];
}

/** Findings that name what else there is in the file, of which a part says too little. */
const ABOUT_OTHERS: ReadonlySet<string> = new Set([
  "unknown_name",
  "unknown_operator",
  "unknown_type",
  "unknown_declaration",
]);

const isError = ({ severity }: Diagnostic): boolean => severity === "error";

export function createWorkspace(): Workspace {
  const files = new Map<string, Known>();
  return {
    check(entry, read) {
      const text = read(entry);
      const chunks = text === undefined ? undefined : outline({ file: entry, text });
      const known = files.get(entry);
      const edited =
        text !== undefined && chunks && known && checkEdited({ entry, text, chunks, known, read });
      if (edited) {
        files.set(entry, edited);
        return checkupOf(edited);
      }
      const whole = checkWhole(entry, read, chunks);
      if (whole.known === undefined) files.delete(entry);
      else files.set(entry, whole.known);
      return whole.checkup;
    },
  };
}

/** Checks everything. What is then known serves for the next time only if every finding is about one item alone. */
function checkWhole(
  entry: string,
  read: ReadFile,
  chunks: readonly Chunk[] | undefined,
): { readonly known: Known | undefined; readonly checkup: Checkup } {
  const texts = new Map<string, string | undefined>();
  const project = loadProject(entry, (path) => {
    const text = read(path);
    if (path !== entry) texts.set(path, text);
    return text;
  });
  const checked = checkProject(project);
  const costs = costsOf(checked);
  const findings = [...checked.findings, ...costs.flatMap((model) => model.findings)];
  const sources = [...project.sources.values()];
  const models = findings.some(isError) ? [] : costs.map(({ name, cost }) => ({ name, cost }));
  const checkup = { sources, findings, models };

  const isPlain =
    chunks !== undefined &&
    new Set(chunks.map(({ title }) => title)).size === chunks.length &&
    project.findings.length === 0 &&
    isFarFromLimits(checked.steps, findings.length);
  const results = isPlain ? resultsOf(entry, chunks, project, checked, costs) : undefined;
  return { known: isPlain && results ? { chunks, results, texts, sources } : undefined, checkup };
}

/** Limits hold for a file as a whole, of which parts know too little. */
const isFarFromLimits = (stepsLeft: number, findings: number): boolean =>
  stepsLeft > STEP_LIMIT / 2 && findings < MOST_FINDINGS / 2;

interface Edited {
  readonly entry: string;
  readonly text: string;
  readonly chunks: readonly Chunk[];
  readonly known: Known;
  readonly read: ReadFile;
}

/**
 * Checks the items that an edit touches in a text from which all that they do not need is blanked out, and keeps the
 * results of the others. Undefined where more has changed than the insides of items.
 */
function checkEdited({ entry, text, chunks, known, read }: Edited): Known | undefined {
  const before = known.chunks;
  const hasSameItems =
    before.length === chunks.length && before.every(({ title }, i) => title === chunks[i]!.title);
  if (!hasSameItems || [...known.texts].some(([path, text]) => read(path) !== text)) return undefined;
  const changed = new Set(chunks.flatMap((chunk, i) => (chunk.text === before[i]!.text ? [] : [i])));
  if ([...changed].some((i) => chunks[i]!.title.startsWith("use "))) return undefined;

  const needs = needsOf(chunks);
  const touched = needs.flatMap((needed, i) => ([...changed].some((j) => needed.has(j)) ? [i] : []));
  const move = moveBetween(entry, before, chunks);
  const results = known.results.map((result) => movedResult(result, move));
  if (touched.length > 0) {
    const reduced = blanked(text, chunks, reached(needs, touched));
    const project = loadProject(entry, (path) => (path === entry ? reduced : read(path)));
    const checked = checkProject(project);
    const found = resultsOf(entry, chunks, project, checked, costsOf(checked));
    const count = results.reduce((sum, { findings }) => sum + findings.length, 0);
    if (project.findings.length > 0 || !isFarFromLimits(checked.steps, count)) return undefined;
    for (const i of touched) {
      const result = found?.[i];
      if (result === undefined || result.findings.some(({ name }) => ABOUT_OTHERS.has(name)))
        return undefined;
      results[i] = result;
    }
  }
  const sources = known.sources.map((source) => (source.file === entry ? { file: entry, text } : source));
  return { chunks, results, texts: known.texts, sources };
}

function checkupOf({ results, sources }: Known): Checkup {
  const found = results.flatMap((result) => result.findings);
  const unused = found.some(isError) ? [] : results.flatMap((result) => result.unused);
  const findings = [...found, ...unused, ...results.flatMap(({ budgets }) => budgets)];
  return { sources, findings, models: findings.some(isError) ? [] : results.flatMap(({ models }) => models) };
}

interface ModelCost {
  readonly model: TypedModel;
  readonly name: string;
  readonly cost: Cost;
  readonly findings: readonly Diagnostic[];
}

function costsOf({ models }: Checked): ModelCost[] {
  return models.map((model) => {
    const cost = costOf(lowerModel(model).predict);
    return { model, name: model.interface.model, cost, findings: checkBudgets(model.budgets, cost) };
  });
}

/** What was found, by the item of the entry that it is about; undefined where something is about none. */
function resultsOf(
  entry: string,
  chunks: readonly Chunk[],
  { entry: module }: Project,
  { byItem, trainings, unused }: Checked,
  costs: readonly ModelCost[],
): Result[] | undefined {
  const results = chunks.map(() => ({
    findings: [] as Diagnostic[],
    budgets: [] as Diagnostic[],
    unused: [] as Diagnostic[],
    models: [] as { name: string; cost: Cost }[],
  }));
  const own = new Set<Item>(module?.file.items);
  const resultOf = (item: Item) =>
    own.has(item) && item.span.file === entry ? results[chunkAt(chunks, item.span.start)] : undefined;
  for (const [item, findings] of byItem) {
    if (findings.length === 0) continue;
    const result = resultOf(item);
    if (result === undefined) return undefined;
    result.findings.push(...findings);
  }
  for (const { model, name, cost, findings } of costs) {
    // A model that is imported is costed because something here trains it.
    const training = trainings.find((one) => one.model === model);
    const result = resultOf(model.item) ?? (training && resultOf(training.item));
    if (result === undefined) return undefined;
    result.models.push({ name, cost });
    result.budgets.push(...findings);
    result.unused.push(...(unused.get(model) ?? []));
  }
  return results;
}

function movedResult({ findings, budgets, unused, models }: Result, move: Move): Result {
  const moved = (all: readonly Diagnostic[]) => all.map((finding) => moveFinding(finding, move));
  return {
    findings: moved(findings),
    budgets: moved(budgets),
    unused: moved(unused),
    models: models.map(({ name, cost }) => ({ name, cost: moveCost(cost, move) })),
  };
}

/** The text with spaces in place of all items but some, so that every place stays where it is. */
function blanked(text: string, chunks: readonly Chunk[], kept: ReadonlySet<number>): string {
  const parts = chunks.map((chunk, i) => (kept.has(i) ? chunk.text : chunk.text.replace(/[^\r\n]/g, " ")));
  return parts.join("") + text.slice(chunks.at(-1)?.end ?? 0);
}
