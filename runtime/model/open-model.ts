import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { Source } from "../../diagnostics/source.ts";
import type { Engine, HostTensor, HostTensors } from "../engine/engine.ts";
import { type OpenPrograms, openPrograms } from "./open-programs.ts";

export type ProgramName = "predict" | "evaluate" | "train";

/** A compiled model on the engine, with its variables. Calls block the thread until TensorFlow is done. */
export interface OpenModel extends Pick<OpenPrograms, "assign" | "assignStates" | "read" | "close"> {
  readonly compiled: CompiledModel;
  /**
   * Runs a program on feeds in the form in which batches come, and gives its results by name. Feeds that the program
   * does not take are left out.
   */
  run(program: ProgramName, feeds: HostTensors): Record<string, HostTensor>;
}

export interface OpenOptions {
  /** Where the graph is written, in a folder called by the hash of its content. */
  readonly folder: string;
  /** The author's files, after whose lines the graph's nodes are called. */
  readonly sources: readonly Source[];
}

/**
 * Writes a compiled model as a TensorFlow graph and loads it. Its variables have no values yet.
 *
 * @throws EngineError
 */
export async function openModel(
  engine: Engine,
  compiled: CompiledModel,
  { folder, sources }: OpenOptions,
): Promise<OpenModel> {
  const { training, variables, predict } = compiled;
  const programs = training === undefined ? [predict] : [predict, training.evaluate, training.train];
  const { signatures, run, ...open } = await openPrograms(engine, programs, folder, { sources, variables });
  return {
    ...open,
    compiled,
    run(program, feeds) {
      const taken: Record<string, HostTensor> = {};
      for (const { name } of signatures[program]?.feeds ?? []) taken[name] = feeds[name]!;
      return run(program, taken);
    },
  };
}
