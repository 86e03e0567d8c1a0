import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression } from "../../grammar/ast.ts";
import type { Elaborator } from "./elaborator.ts";
import type { TypedModel } from "./model.ts";
import { type Meant, readMeant } from "./moved-values.ts";
import type { KeptValue, PhaseSpec } from "./phase.ts";

interface Reading {
  readonly e: Elaborator;
  readonly model: TypedModel | undefined;
}

/** The values that a phase takes out of folds; undefined after reporting those of which there are no such predictions. */
export function readOutOfFold(
  at: Reading,
  expression: Expression | undefined,
  before: readonly PhaseSpec[],
): readonly KeptValue[] | undefined {
  const meant = readMeant(at, "out_of_fold", expression);
  const found = meant?.map((one) => {
    const from = sourceOf(one, before);
    const [value] = one.values;
    if (typeof from !== "string" && value !== undefined) return { name: one.words, value, from: from.phase };
    const parameters = { value: one.words, reason: String(from) };
    at.e.report(diagnostic("out_of_fold_unknown", one.span, parameters));
    return undefined;
  });
  return found?.every((one) => one !== undefined) ? found : undefined;
}

/** The phase that predicts a value out of folds, or why there is none. */
function sourceOf(
  { values, paths }: Meant,
  before: readonly PhaseSpec[],
): { readonly phase: string } | string {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) return "it is not one value";
  const ragged = value.type.axes.find((axis) => axis.ragged !== undefined);
  if (ragged !== undefined) return `its axis \`${ragged.name}\` is filled differently in each record`;
  const movers = before.filter(({ moved }) => [...paths].some((path) => moved.has(path)));
  const [mover, ...more] = movers.filter(({ moved }) => [...paths].every((path) => moved.has(path)));
  if (movers.length === 0) return "no phase before this one moves its weights";
  if (mover === undefined) return "no phase before this one moves all of its weights";
  if (mover.plan.folds === undefined) return `\`${mover.plan.name}\` moves its weights without \`folds\``;
  const other = [...movers.filter((one) => one !== mover), ...more][0];
  if (other !== undefined) return `\`${other.plan.name}\` has moved some of its weights as well`;
  return { phase: mover.plan.name };
}

/** Whether no phase before has moved what one moves on folds; reports where one has. */
export function areFresh(
  e: Elaborator,
  { name, span }: { readonly name: string; readonly span: Span },
  moved: ReadonlySet<string>,
  before: readonly PhaseSpec[],
): boolean {
  const earlier = before.find((phase) => [...moved].some((path) => phase.moved.has(path)));
  if (earlier === undefined) return true;
  const related = [{ span: earlier.span, text: "trains on all rows" }];
  e.report(diagnostic("fold_leak", span, { phase: name, earlier: earlier.plan.name }, { related }));
  return false;
}

/** The phases, those on folds with the values that later ones take from them; reports where there are none. */
export function withKept(e: Elaborator, phases: readonly PhaseSpec[]): PhaseSpec[] {
  return phases.map((phase) => {
    const { name, folds } = phase.plan;
    if (folds === undefined) return phase;
    const taken = phases
      .flatMap(({ outOfFold }) => outOfFold)
      .flatMap((value) => (value.from === name ? [value.name] : []));
    if (taken.length === 0 && e.errors() === 0) {
      e.report(diagnostic("folds_unused", phase.span, { phase: name }));
    }
    return { ...phase, plan: { ...phase.plan, folds: { ...folds, keeps: [...new Set(taken)] } } };
  });
}
