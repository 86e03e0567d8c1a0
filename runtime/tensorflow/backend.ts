import { type CompiledModel, programsOf } from "../../compiler/plan/compiled-model.ts";
import type { Engine, HostTensor } from "../engine/engine.ts";
import { type LoadOptions, loadEngine } from "../engine/load.ts";
import type { Backend, EngineFacts, OpenModel, OpenOptions } from "../model/backend.ts";
import { openPrograms } from "./open-programs.ts";

/**
 * TensorFlow as it is found for a project.
 *
 * @throws EngineError
 */
export async function loadTensorflow(options: LoadOptions): Promise<Backend> {
  return tensorflowBackend(await loadEngine(options));
}

/** Runs models as TensorFlow graphs. Calls block the thread until TensorFlow is done. */
export function tensorflowBackend(engine: Engine): Backend {
  return {
    name: "tensorflow",
    facts: factsOf(engine),
    open: (compiled, options) => openModel(engine, compiled, options),
  };
}

function factsOf(engine: Engine): EngineFacts {
  const { tensorflowVersion, devices, oneDNN, threads } = engine;
  return {
    backend: "tensorflow",
    version: tensorflowVersion,
    package: engine.package,
    devices,
    oneDNN,
    threads,
  };
}

async function openModel(
  engine: Engine,
  compiled: CompiledModel,
  { folder, sources }: OpenOptions,
): Promise<OpenModel> {
  const { variables } = compiled;
  const { signatures, run, read, ...open } = await openPrograms(engine, programsOf(compiled), folder, {
    sources,
    variables,
  });
  return {
    ...open,
    compiled,
    async run(program, feeds) {
      const taken: Record<string, HostTensor> = {};
      for (const { name } of signatures[program]?.feeds ?? []) taken[name] = feeds[name]!;
      return run(program, taken);
    },
    read: async () => read(),
  };
}
