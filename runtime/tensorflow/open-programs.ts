import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../../compiler/graph/graph.ts";
import {
  type SignatureTable,
  type SignatureWire,
  type WriteOptions,
  writeSavedModel,
} from "../../compiler/targets/tensorflow/saved-model.ts";
import { encodeFeed } from "../../compiler/targets/tensorflow/wire.ts";
import type { Engine, HostTensor, HostTensors } from "../engine/engine.ts";
import { writeAtomically } from "../files/atomic.ts";
import { sha256 } from "../files/hash.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";

/** Programs on the engine, with the variables they share. Calls block the thread until TensorFlow is done. */
export interface OpenPrograms {
  readonly signatures: SignatureTable["programs"];
  /** Runs a program on feeds encoded as its signature says, and gives its results by name. */
  run(program: string, feeds: HostTensors): Record<string, HostTensor>;
  /** Sets every variable. Throws where one is missing. */
  assign(values: VariableValues): void;
  /** Sets the states among the variables, all of them. */
  assignStates(values: VariableValues): void;
  /** The values of all variables. */
  read(): Map<string, StoredTensor>;
  close(): void;
}

/**
 * Writes programs as a TensorFlow graph, in a folder called by the hash of its content, and loads it. Variables have no
 * values yet.
 *
 * @throws EngineError
 */
export async function openPrograms(
  engine: Engine,
  programs: readonly Program[],
  folder: string,
  options: WriteOptions,
): Promise<OpenPrograms> {
  const { bytes, signatures } = writeSavedModel(programs, options);
  const model = await engine.loadModel(writeGraph(folder, bytes));
  return {
    signatures: signatures.programs,
    run: (program, feeds) => model.run(program, feeds),
    assign(values) {
      for (const signature of [...signatures.assign, ...signatures.assignStates])
        model.run(signature.name, feedsOf(signature, values));
    },
    assignStates(values) {
      for (const signature of signatures.assignStates) model.run(signature.name, feedsOf(signature, values));
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

function feedsOf({ feeds }: SignatureWire, values: VariableValues): HostTensors {
  return Object.fromEntries(
    feeds.map((feed) => {
      const value = values.get(feed.name);
      if (value === undefined) throw new Error(`the variable ${feed.name} has no value`);
      return [feed.name, encodeFeed(feed, value.data)];
    }),
  );
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
