import { phaseNames, type TrainPlan } from "../../compiler/plan/train-plan.ts";
import type { StepProgram } from "../model/backend.ts";
import type { RunManifest } from "../run/manifest.ts";
import type { Run } from "../run/open-run.ts";

/** A stretch of a run in which the same program takes all steps: a phase, or the whole run. */
export interface Leg extends Pick<TrainPlan, "stop" | "terms"> {
  readonly program: StepProgram;
  /** The result of the evaluate program that tells what is minimised. */
  readonly loss: string;
  readonly epochs: number;
  /** The phase that it is, where the training has any. */
  readonly phase?: string;
  /** The outputs that its steps compute, by name. */
  readonly outputs: readonly string[];
}

/** The stretches of a run, one after another. */
export function legsOf({
  compiled,
  training,
  manifest,
}: Pick<Run, "compiled" | "training" | "manifest">): readonly Leg[] {
  const { plan, train, earlier } = training;
  const given = (results: object) =>
    compiled.interface.outputs.flatMap(({ name }) => (Object.hasOwn(results, name) ? [name] : []));
  const steps = [...earlier, train];
  return lengthsOf(plan, manifest).map((epochs, i): Leg => {
    const { program, loss } = phaseNames(plan, i);
    const phase = plan.phases?.[i];
    const stop = phase?.stop ?? plan.stop;
    const terms = plan.terms && (phase?.terms ?? plan.terms);
    return {
      program: program as StepProgram,
      loss,
      epochs,
      outputs: given(steps[i]!.results),
      ...(terms && { terms }),
      ...(stop && { stop }),
      ...(phase && { phase: phase.name }),
    };
  });
}

/** How many epochs each stretch has at most. */
function lengthsOf({ phases = [] }: TrainPlan, { epochs, phaseEpochs }: RunManifest): readonly number[] {
  if (phases.length === 0) return [epochs];
  return phases.map((phase) => phaseEpochs ?? phase.epochs);
}
