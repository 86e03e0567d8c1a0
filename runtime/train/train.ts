import type { RateRange } from "../../compiler/lower/range.ts";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import { roundsOf, type TrainPlan } from "../../compiler/plan/train-plan.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import { failingIn, failure } from "../failure.ts";
import { compileFile, type FileCompilation } from "../model/compile-file.ts";
import { invalidSource } from "../model/invalid-source.ts";
import { createRun, removeRun } from "../run/create-run.ts";
import { openRun } from "../run/open-run.ts";
import type { TrainEvent, TrainResult } from "./events.ts";
import { type LaunchOptions, launchTraining } from "./launch.ts";

export interface TrainOptions extends LaunchOptions {
  /** Folder of the run, which must not be there yet; `runs/<model>-<number>` where it is left out. */
  readonly out?: string | undefined;
  /** The model to train, where the file trains several. */
  readonly model?: string | undefined;
  /** In place of the declared ones. */
  readonly seed?: number | undefined;
  /** Of a training in phases, those of each. */
  readonly epochs?: number | undefined;
  /** Threads inside an operation; TensorFlow takes one for each core where it is left out. */
  readonly threads?: number | undefined;
  /** Tries learning rates between these for so many steps, in place of training. */
  readonly range?: RateRange | undefined;
}

/**
 * Trains a model of a `.fuse` file as its `train` declaration says, in a process of its own.
 *
 * @throws SourceError for a file with errors; RuntimeFailure `not-trainable`, `run-exists`, and those of
 * {@link launchTraining}
 */
export function train(file: string, options: TrainOptions = {}): Promise<TrainResult> {
  return trainCompiled(compileFile(file), options);
}

/** Trains a model of a file that is compiled already. */
export async function trainCompiled(
  compilation: FileCompilation,
  options: TrainOptions = {},
): Promise<TrainResult> {
  const { entry, folder, sources } = compilation;
  const { interface: own, training } = chooseModel(compilation, options.model);
  const { plan } = training;
  const layout = createRun({
    out: options.out,
    project: folder,
    sources,
    model: own.model,
    entry,
    seed: options.seed ?? plan.seed,
    ...epochsOf(plan, options.epochs),
    batch: plan.batch,
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.range === undefined ? {} : { range: options.range }),
  });
  let ready = false;
  const onEvent = (event: TrainEvent) => {
    ready ||= event.kind === "ready";
    options.onEvent?.(event);
  };
  try {
    return await failingIn(sources, () => launchTraining(layout.folder, { ...options, onEvent }));
  } catch (error) {
    // Data or engine were not there: there is nothing to continue.
    if (!ready) removeRun(layout);
    throw error;
  }
}

/**
 * Continues a run that was interrupted or killed; one that has ended gives its result again.
 *
 * @throws RuntimeFailure `run-missing`, `run-invalid`, `data-changed`, and those of {@link launchTraining}
 */
export async function resume(run: string, options: LaunchOptions = {}): Promise<TrainResult> {
  const { layout, sources } = openRun(run);
  return failingIn(sources, () => launchTraining(layout.folder, options));
}

type Trainable = CompiledModel & { readonly training: NonNullable<CompiledModel["training"]> };

export function chooseModel(compilation: FileCompilation, wanted: string | undefined): Trainable {
  const { models, entry, findings } = compilation;
  if (findings.some(({ severity }) => severity === "error")) throw invalidSource(compilation);
  const trainable = models.flatMap(({ model }) => (model.training === undefined ? [] : [model as Trainable]));
  const names = trainable.map((model) => model.interface.model);
  const [first, ...others] = trainable;
  if (first === undefined) {
    const message = `${entry} trains no model`;
    throw failure("not-trainable", { message, help: "Add a `train Model on Data { … }` declaration." });
  }
  if (wanted === undefined && others.length > 0) {
    const message = `${entry} trains ${listNames(names)}`;
    throw failure("not-trainable", { message, help: `Say which, as in --model ${names[0]}.` });
  }
  const chosen = wanted === undefined ? first : trainable.find(({ interface: own }) => own.model === wanted);
  if (chosen !== undefined) return chosen;
  const message = `${entry} trains no model called ${wanted}`;
  throw failure("not-trainable", { message, help: `It trains ${listNames(names)}.` });
}

function epochsOf({ epochs, phases }: TrainPlan, asked: number | undefined) {
  if (asked === undefined) return { epochs };
  return phases === undefined
    ? { epochs: asked }
    : { epochs: asked * phases.reduce((sum, phase) => sum + roundsOf(phase), 0), phaseEpochs: asked };
}
