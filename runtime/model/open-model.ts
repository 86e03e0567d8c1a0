import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import { type SignatureWire, writeSavedModel } from "../../compiler/targets/tensorflow/saved-model.ts";
import { encodeFeed } from "../../compiler/targets/tensorflow/wire.ts";
import type { Source } from "../../diagnostics/source.ts";
import type { Engine, HostTensor, HostTensors } from "../engine/engine.ts";
import { writeAtomically } from "../files/atomic.ts";
import { sha256 } from "../files/hash.ts";
import type { StoredTensor } from "../files/safetensors.ts";

/** The values of variables, by name. */
export type VariableValues = ReadonlyMap<string, StoredTensor>;

export type ProgramName = "predict" | "evaluate" | "train";

/** A compiled model on the engine, with its variables. Calls block the thread until TensorFlow is done. */
export interface OpenModel {
  readonly compiled: CompiledModel;
  /**
   * Runs a program on feeds in the form in which batches come, and gives its results by name. Feeds that the program
   * does not take are left out.
   */
  run(program: ProgramName, feeds: HostTensors): Record<string, HostTensor>;
  /** Sets every variable. Throws where one is missing. */
  assign(values: VariableValues): void;
  /** The values of all variables. */
  read(): Map<string, StoredTensor>;
  close(): void;
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
  const { bytes, signatures } = writeSavedModel(programs, { sources, variables });
  const model = await engine.loadModel(writeGraph(folder, bytes));

  const feedsOf = ({ feeds }: SignatureWire, values: VariableValues): HostTensors =>
    Object.fromEntries(
      feeds.map((feed) => {
        const value = values.get(feed.name);
        if (value === undefined) throw new Error(`the variable ${feed.name} has no value`);
        return [feed.name, encodeFeed(feed, value.data)];
      }),
    );

  return {
    compiled,
    run(program, feeds) {
      const taken: Record<string, HostTensor> = {};
      for (const { name } of signatures.programs[program]?.feeds ?? []) taken[name] = feeds[name]!;
      return model.run(program, taken);
    },
    assign(values) {
      for (const signature of signatures.assign) model.run(signature.name, feedsOf(signature, values));
    },
    read() {
      const values = new Map<string, StoredTensor>();
      for (const { name } of signatures.read) {
        for (const [variable, tensor] of Object.entries(model.run(name, {}))) {
          values.set(variable, stored(variable, tensor));
        }
      }
      return values;
    },
    close: () => model.dispose(),
  };
}

function stored(name: string, { shape, data, dtype }: HostTensor): StoredTensor {
  if (dtype === "float32" || dtype === "int32") return { shape, data: data as Float32Array | Int32Array };
  throw new Error(`the variable ${name} holds ${dtype}`);
}

/** A graph never changes once it is written: another content is another folder. */
function writeGraph(parent: string, bytes: Uint8Array): string {
  const folder = join(parent, sha256(bytes).slice(0, 16));
  const file = join(folder, "saved_model.pb");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeAtomically(file, bytes);
  }
  return folder;
}
