import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Trial, trialsOf } from "../../compiler/trial.ts";
import type { Source } from "../../diagnostics/source.ts";
import { isEngineError } from "../engine/error.ts";
import { loadEngine } from "../engine/load.ts";
import { failure, isRuntimeFailure } from "../failure.ts";
import { compileFile, readBelow } from "../model/compile-file.ts";
import { invalidSource } from "../model/invalid-source.ts";
import { engineMachine } from "./engine-machine.ts";
import { createLab } from "./lab.ts";
import type { Machine } from "./machine.ts";
import { onnxMachine } from "./onnx-machine.ts";
import { PROPERTIES } from "./properties.ts";
import type { Outcome, Property } from "./property.ts";

/** What was found about one property of a model. */
export type Verdict = Pick<Property, "name" | "summary"> &
  (Outcome | { readonly status: "not checked"; readonly reason: string });

/** What was found about a model. */
export interface Verification {
  readonly model: string;
  readonly seed: number;
  /** On what it was computed; undefined where there is neither. */
  readonly engine?: string;
  readonly verdicts: readonly Verdict[];
  /** Whether every property was checked and none failed. */
  readonly sound: boolean;
  /** The author's files, in which counter-examples point. */
  readonly sources: readonly Source[];
}

export interface VerifyOptions {
  /** The only model to verify; by default all that the file defines. */
  readonly model?: string | undefined;
  /** Of the random weights and records. */
  readonly seed?: number | undefined;
  /** Told after each property. */
  readonly onVerdict?: ((model: string, verdict: Verdict) => void) | undefined;
}

/**
 * Tries every property on the models of a source file, at random weights, on TensorFlow, or where none is installed on
 * ONNX Runtime.
 *
 * @throws SourceError where the file has errors
 * @throws RuntimeFailure `model-unknown`
 */
export async function verify(path: string, options: VerifyOptions = {}): Promise<Verification[]> {
  const compilation = compileFile(path);
  const { entry, folder, sources, findings } = compilation;
  if (findings.some(({ severity }) => severity === "error")) throw invalidSource(compilation);
  const trials = trialsOf(entry, readBelow(folder, entry)).filter(
    ({ model }) => options.model === undefined || model.interface.model === options.model,
  );
  if (trials.length === 0) {
    const names = compilation.models.map(({ model }) => model.interface.model);
    const message =
      options.model === undefined ? `${path} defines no model` : `${path} has no model ${options.model}`;
    const help = names.length === 0 ? "Verify a file that does." : `It has ${names.join(", ")}.`;
    throw failure("model-unknown", { message, help });
  }
  const own = mkdtempSync(join(tmpdir(), "fusewire-verify-"));
  try {
    const machine = await availableMachine(folder, own);
    const verifications: Verification[] = [];
    for (const trial of trials) {
      verifications.push({ ...(await verifyTrial(trial, machine, own, options)), sources });
    }
    return verifications;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** The engine, or ONNX Runtime where none is installed, or why there is neither. */
async function availableMachine(cwd: string, folder: string): Promise<Machine | string> {
  try {
    return engineMachine(await loadEngine({ cwd }), folder);
  } catch (error) {
    if (!isEngineError(error)) throw error;
    if (error.reason !== "not-installed") return error.message;
  }
  try {
    return await onnxMachine();
  } catch (error) {
    if (isRuntimeFailure(error)) return error.message;
    throw error;
  }
}

/** Tries every property on one model, one after the other. */
export async function verifyTrial(
  trial: Trial,
  machine: Machine | string,
  folder: string,
  { seed = 0, onVerdict }: Omit<VerifyOptions, "model"> = {},
  properties: readonly Property[] = PROPERTIES,
): Promise<Omit<Verification, "sources">> {
  const { model } = trial.model.interface;
  const missing = typeof machine === "string" ? machine : undefined;
  const lab = createLab(trial, { machine: typeof machine === "string" ? NONE : machine, seed, folder });
  const verdicts: Verdict[] = [];
  try {
    for (const property of properties) {
      const { name, summary } = property;
      const outcome =
        missing === undefined || property.static
          ? await property.check(lab)
          : ({ status: "not checked", reason: missing } as const);
      const verdict = { name, summary, ...outcome };
      verdicts.push(verdict);
      onVerdict?.(model, verdict);
    }
  } finally {
    lab.close();
  }
  const sound = verdicts.every(({ status }) => status !== "failed" && status !== "not checked");
  return {
    model,
    seed,
    ...(missing === undefined && { engine: (machine as Machine).name }),
    verdicts,
    sound,
  };
}

const NONE: Machine = {
  name: "nothing",
  open: () => Promise.reject(new Error("a property that is read off the graph computes nothing")),
};
