import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../../../../../compiler/graph/graph.ts";
import {
  type SignatureWire,
  type WriteOptions,
  writeSavedModel,
} from "../../../../../compiler/targets/tensorflow/saved-model.ts";
import { type Elements, encodeFeed } from "../../../../../compiler/targets/tensorflow/wire.ts";
import type { HostTensor } from "../../../../../runtime/engine/engine.ts";
import { loadEngine } from "../../../../../runtime/engine/load.ts";

export type Values = Readonly<Record<string, Elements>>;

/** Programs on the engine. */
export interface Loaded {
  /** Calls a program and gives the elements of its results. */
  call(program: string, feeds?: Values): Record<string, HostTensor["data"]>;
  /** As `call`, with shapes. */
  tensors(program: string, feeds?: Values): Record<string, HostTensor>;
  assign(values: Values): void;
  read(): Record<string, HostTensor["data"]>;
  dispose(): void;
}

/** Writes programs into a new folder in `folder`, and loads them. */
export async function loadPrograms(
  folder: string,
  programs: readonly Program[],
  options: WriteOptions = {},
): Promise<Loaded> {
  const { bytes, signatures } = writeSavedModel(programs, options);
  const directory = mkdtempSync(join(folder, "model-"));
  writeFileSync(join(directory, "saved_model.pb"), bytes);
  const engine = await loadEngine({ threads: { intra: 1, inter: 1 } });
  const model = await engine.loadModel(directory);

  const run = ({ name, feeds }: SignatureWire, values: Values): Record<string, HostTensor> =>
    model.run(
      name,
      Object.fromEntries(feeds.map((feed) => [feed.name, encodeFeed(feed, values[feed.name]!)])),
    );
  const data = (tensors: Record<string, HostTensor>) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.data]));

  const loaded: Loaded = {
    tensors: (program, feeds = {}) => run(signatures.programs[program]!, feeds),
    call: (program, feeds) => data(loaded.tensors(program, feeds)),
    assign(values) {
      for (const signature of signatures.assign) run(signature, values);
    },
    read: () => Object.assign({}, ...signatures.read.map((signature) => data(run(signature, {})))),
    dispose: () => model.dispose(),
  };
  return loaded;
}
