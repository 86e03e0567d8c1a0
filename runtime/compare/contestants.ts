import { basename, extname } from "node:path/posix";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import { sha256 } from "../files/hash.ts";
import type { FileCompilation } from "../model/compile-file.ts";
import { chooseModel } from "../train/train.ts";
import { aloneWith } from "./alone.ts";

/** A model that takes part in a comparison by being trained. */
export interface Contestant {
  readonly title: string;
  /** Different for different sources, and the same for the same. */
  readonly id: string;
  /** The one input of a model that has no other. */
  readonly alone?: string;
  /** For a baseline that nobody wrote: the file it was taken from. */
  readonly from?: string;
  readonly compilation: FileCompilation;
  readonly model: CompiledModel;
}

export interface Contestants {
  readonly all: readonly Contestant[];
  /** Inputs for which no baseline could be taken from any file. */
  readonly without: readonly string[];
}

/**
 * The models of some files, and for each of their inputs one that has no other: a file's own where there is one, else
 * taken from the first file that makes sense without its other inputs.
 *
 * @throws SourceError for a file with errors; RuntimeFailure `not-trainable`
 */
export function contestantsOf(compilations: readonly FileCompilation[]): Contestants {
  const given = compilations.map((compilation) => contestant(compilation));
  const inputs = new Set(given.flatMap(({ model }) => model.interface.inputs.map(({ name }) => name)));
  const without: string[] = [];
  const taken: Contestant[] = [];
  for (const input of inputs) {
    if (given.some(({ alone }) => alone === input)) continue;
    const baseline = firstAlone(given, input);
    if (baseline === undefined) without.push(input);
    else taken.push(baseline);
  }
  return { all: [...given, ...taken], without };
}

function contestant(compilation: FileCompilation, from?: string): Contestant {
  const model = chooseModel(compilation, undefined);
  const { inputs } = model.interface;
  const stem = basename(compilation.entry, extname(compilation.entry));
  const alone = inputs.length === 1 ? inputs[0]!.name : undefined;
  const hash = sha256(JSON.stringify(compilation.sources.map(({ file, text }) => [file, text])));
  return {
    title: from === undefined || alone === undefined ? stem : `${alone} alone`,
    id: `${stem}-${hash.slice(0, 8)}`,
    ...(alone === undefined ? {} : { alone }),
    ...(from === undefined ? {} : { from }),
    compilation,
    model,
  };
}

function firstAlone(given: readonly Contestant[], input: string): Contestant | undefined {
  for (const { compilation, model } of given) {
    if (!model.interface.inputs.some(({ name }) => name === input)) continue;
    const alone = aloneWith(compilation, model.interface, input);
    if (alone !== undefined) return contestant(alone, compilation.entry);
  }
  return undefined;
}
