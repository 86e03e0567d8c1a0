import { outOfFold, stepsOf } from "../../compiler/plan/compiled-model.ts";
import { phaseNames, type TrainPlan } from "../../compiler/plan/train-plan.ts";
import { createDraw, permutation } from "../draws.ts";
import { failure } from "../failure.ts";
import type { StepProgram } from "../model/backend.ts";
import type { Run } from "../run/open-run.ts";

/** A stretch of a run in which the same program takes all steps: a phase, a round of one on folds, or the whole run. */
export interface Leg extends Pick<TrainPlan, "stop" | "terms"> {
  readonly program: StepProgram;
  /** The result of the evaluate program that tells what is minimised. */
  readonly loss: string;
  readonly epochs: number;
  /** The phase that it is, where the training has any. */
  readonly phase?: string;
  /** Of a phase on folds: which one is left out, from 1; nothing where all rows are trained on in the end. */
  readonly fold?: number;
  /** The outputs that its steps compute, by name. */
  readonly outputs: readonly string[];
  /** How many training rows it has, and which where it has not all. */
  readonly rows: number;
  readonly order?: Uint32Array;
  /** Whether what it moves begins anew. */
  readonly fresh?: boolean;
  /** What is kept of rows that it has left out, when it is through. */
  readonly keeps?: { readonly order: Uint32Array; readonly names: readonly string[] };
}

/**
 * The stretches of a run, one after another.
 *
 * @param rows training rows
 * @throws RuntimeFailure `split-empty` where there are fewer rows than folds
 */
export function legsOf(
  { compiled, training, manifest }: Pick<Run, "compiled" | "training" | "manifest">,
  rows: number,
): readonly Leg[] {
  const { plan } = training;
  const { seed, phaseEpochs } = manifest;
  return stepsOf(compiled).flatMap(({ results }, i): Leg[] => {
    const { program, loss } = phaseNames(plan, i);
    const phase = plan.phases?.[i];
    const stop = phase?.stop ?? plan.stop;
    const terms = plan.terms && (phase?.terms ?? plan.terms);
    const outputs = compiled.interface.outputs.flatMap(({ name }) =>
      Object.hasOwn(results, name) ? [name] : [],
    );
    const leg: Leg = {
      program: program as StepProgram,
      loss,
      epochs: phase === undefined ? manifest.epochs : (phaseEpochs ?? phase.epochs),
      outputs,
      rows,
      ...(terms && { terms }),
      ...(stop && { stop }),
      ...(phase && { phase: phase.name }),
    };
    if (phase?.folds === undefined) return [leg];
    const { count, keeps } = phase.folds;
    if (count > rows) {
      throw failure("split-empty", {
        message: `there are ${rows} training rows, and \`${phase.name}\` asks for ${count} folds`,
        help: "Ask for fewer folds, or give more rows.",
      });
    }
    const names = keeps.map(outOfFold);
    const rounds = foldsOf(rows, count, seed).map(({ left, order }, fold) => ({
      ...leg,
      fold: fold + 1,
      rows: order.length,
      order,
      fresh: true,
      keeps: { order: left, names },
    }));
    return [...rounds, { ...leg, fresh: true }];
  });
}

/** Folds of rows, drawn from the seed: those that are left out of each, and all others, in their order. */
export function foldsOf(
  rows: number,
  count: number,
  seed: number,
): readonly { readonly left: Uint32Array; readonly order: Uint32Array }[] {
  const places = permutation(rows, createDraw(seed, ":folds", 0));
  return Array.from({ length: count }, (_, fold) => {
    const left = places.filter((_, i) => i % count === fold).sort();
    return { left, order: places.filter((_, i) => i % count !== fold).sort() };
  });
}
