import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source } from "../diagnostics/source.ts";
import { checkBudgets } from "./check/budgets.ts";
import { checkProject } from "./check/check.ts";
import type { TypedModel } from "./check/model.ts";
import { type Cost, costOf } from "./graph/cost.ts";
import { lowerModel } from "./lower/programs.ts";
import { type RateRange, ranged } from "./lower/range.ts";
import type { CompiledModel } from "./plan/compiled-model.ts";
import { loadProject, type ReadFile } from "./project.ts";

/** A source file compiled: the models that it defines, and everything found on the way. */
export interface Compilation {
  readonly entry: string;
  readonly sources: readonly Source[];
  readonly findings: readonly Diagnostic[];
  /** In the order of the file; empty where there are errors. */
  readonly models: readonly {
    readonly model: CompiledModel;
    readonly cost: Cost;
    /** The model in the author's words, which the other two were made from. */
    readonly typed: TypedModel;
  }[];
}

export interface CompileOptions {
  /** Trains with rates between these in place of what is declared. */
  readonly range?: RateRange;
}

/**
 * Compiles a source file: parses, checks, and writes its models as tensor programs. Nothing is run, and nothing is
 * read but what `read` gives for the entry and its imports.
 */
export function compile(entry: string, read: ReadFile, { range }: CompileOptions = {}): Compilation {
  const project = loadProject(entry, read);
  const checked = checkProject(project);
  const compiled = checked.models.map((typed) => {
    const training = checked.trainings.find((t) => t.model === typed);
    const model = lowerModel(typed, range && training ? ranged(training.spec, range) : training?.spec);
    const cost = costOf(model.predict);
    return { model, cost, typed, findings: checkBudgets(typed.budgets, cost) };
  });
  const findings = [...checked.findings, ...compiled.flatMap((one) => one.findings)];
  const isSound = !findings.some((finding) => finding.severity === "error");
  const models = isSound ? compiled.map(({ findings: _, ...one }) => one) : [];
  return { entry, sources: [...project.sources.values()], findings, models };
}
