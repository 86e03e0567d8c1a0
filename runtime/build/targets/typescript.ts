import {
  type ProjectOptions,
  TFJS,
  type TfjsName,
  writeProject,
} from "../../../compiler/targets/typescript/project.ts";
import { stopMeasure } from "../../../compiler/targets/typescript/stops.ts";
import { listNames } from "../../../diagnostics/suggest.ts";
import { failure, type RuntimeFailure } from "../../failure.ts";
import { encodeSafetensors } from "../../files/safetensors.ts";
import type { Target } from "../target.ts";

export interface TypeScriptOptions {
  /** Which tfjs the project computes with; `node-gpu` where it is left out. */
  readonly tfjs?: string;
}

/** A small TypeScript project that predicts and trains by tfjs alone, with the weights of a run beside it. */
export const typescript: Target<TypeScriptOptions> = {
  name: "typescript",
  summary: "a TypeScript project that predicts and trains on its own, with no dependency but tfjs",
  async files({ compiled, entry, read, trained }, { tfjs = "node-gpu" }) {
    if (!isTfjs(tfjs)) {
      const message = `there is no tfjs called ${tfjs}`;
      throw failure("target-limit", { message, help: `Give ${listNames(Object.keys(TFJS))}.` });
    }
    refuseTraining(compiled);
    const options: ProjectOptions = { tfjs, weights: trained !== undefined };
    const files = new Map<string, string | Uint8Array[]>(
      await writeProject(entry, read, compiled.interface.model, options),
    );
    if (trained !== undefined) {
      const metadata = { learned: JSON.stringify(trained.fitted) };
      files.set("weights.safetensors", encodeSafetensors({ tensors: trained.values, metadata }));
    }
    return files;
  },
};

const isTfjs = (name: string): name is TfjsName => Object.hasOwn(TFJS, name);

type Compiled = Parameters<typeof typescript.files>[0]["compiled"];

const HELP = "Train it with `fusewire train`, and build another target of the run.";

/** What a runtime does beside the steps of a training, and the project does not. */
function refuseTraining({ variables, training, interface: own }: Compiled): void {
  if (training === undefined) return;
  const { phases = [], span, stop } = training.plan;
  const refuse = (message: string, at = span): RuntimeFailure =>
    failure("target-limit", { message: `the target typescript ${message}`, help: HELP }, { span: at });
  const folded = phases.find(({ folds }) => folds !== undefined);
  if (folded !== undefined) {
    throw refuse(`does not train on folds of the rows, as the phase ${folded.name} does`);
  }
  for (const { split, metric } of [stop, ...phases.map((phase) => phase.stop)].flatMap((one) => one ?? [])) {
    if (stopMeasure(own, metric, split) === undefined) throw refuse(`does not stop by ${split}.${metric}`);
  }
  const [blended] = training.blend?.terms ?? [];
  if (blended !== undefined) {
    const origin = variables.find(({ name }) => name === blended.share)?.origin;
    throw refuse(
      "does not balance terms by gradient_blend, which measures them between epochs",
      origin?.span,
    );
  }
}
