import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { Source } from "../../diagnostics/source.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import type { StoredTensor } from "../files/safetensors.ts";

export type BackendName = "tensorflow" | "onnx" | "tfjs";

/** What people call the backends. */
export const BACKEND_TITLES: Readonly<Record<BackendName, string>> = {
  tensorflow: "TensorFlow",
  onnx: "ONNX Runtime",
  tfjs: "TensorFlow.js",
};

/** One way to run compiled models. */
export interface Backend {
  readonly name: BackendName;
  readonly facts: EngineFacts;
  /**
   * Makes a model ready to run. Its variables have no values yet.
   *
   * @throws EngineError
   */
  open(compiled: CompiledModel, options: OpenOptions): Promise<OpenModel>;
}

/** What decides the last bits of results. */
export interface EngineFacts {
  readonly backend: BackendName;
  /** Of the library that computes. */
  readonly version: string;
  /** The package that binds it, with its version. */
  readonly package: string;
  readonly devices: readonly string[];
  /** Whether TensorFlow's oneDNN kernels are in use; absent where there are none. */
  readonly oneDNN?: boolean;
  /** Threads inside an operation, and for operations beside one another; absent where a backend does not tell. */
  readonly threads?: { readonly intra: number; readonly inter: number };
}

export interface OpenOptions {
  /** Where a backend may keep what it writes, in folders called by the hash of their content. */
  readonly folder: string;
  /** The author's files, after whose lines the graph's nodes are called. */
  readonly sources: readonly Source[];
}

/** What takes a step: of a training in one go or its last phase, or of a phase before. */
export type StepProgram = "train" | `train/${string}`;
export type ProgramName = "predict" | "evaluate" | StepProgram;

/** The values of variables, by name. */
export type VariableValues = ReadonlyMap<string, StoredTensor>;

/** A compiled model on a backend, with its variables. */
export interface OpenModel {
  readonly compiled: CompiledModel;
  /**
   * Runs a program on feeds in the form in which batches come (`runtime/data/batches.ts`), and gives its results by
   * name. Feeds that the program does not take are left out; the others stay as they are until the results are there.
   * On some backends the call blocks the thread.
   */
  run(program: ProgramName, feeds: HostTensors): Promise<Record<string, HostTensor>>;
  /** Sets every variable. Throws where one is missing. */
  assign(values: VariableValues): void;
  /** Sets the states among the variables, all of them. */
  assignStates(values: VariableValues): void;
  /** The values of all variables. */
  read(): Promise<Map<string, StoredTensor>>;
  close(): void;
}
