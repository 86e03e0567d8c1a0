import type { TensorFlow } from "./tfjs.ts";

/** A tensor in ordinary memory, row-major. A `bool` is one byte per element; a `string` is one array per element. */
export type HostTensor =
  | { readonly dtype: "float32"; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: "int32"; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: "bool"; readonly shape: readonly number[]; readonly data: Uint8Array }
  | { readonly dtype: "string"; readonly shape: readonly number[]; readonly data: readonly Uint8Array[] };

export type DType = HostTensor["dtype"];

export type HostTensors = Readonly<Record<string, HostTensor>>;

export interface TensorSpec {
  readonly dtype: DType;
  /** -1 where the size is known only at run time. */
  readonly shape: readonly number[];
}

export interface SignatureSpec {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
}

/** A loaded SavedModel. All its signatures share one set of variables. */
export interface Model {
  readonly signatures: Readonly<Record<string, SignatureSpec>>;
  /**
   * Runs one signature and waits for it: the calling thread is blocked until TensorFlow is done.
   *
   * `inputs` has exactly the names of the signature. The arrays are only read, and may be reused or changed
   * as soon as the call returns; the outputs are fresh arrays that belong to the caller.
   *
   * @throws EngineError `unknown-signature`, `wrong-inputs`, `run-failed`, `model-disposed`
   */
  run(signature: string, inputs: HostTensors): Record<string, HostTensor>;
  /** Frees the session with its variables. A second call does nothing. */
  dispose(): void;
}

export type Device = "cpu" | "gpu";

/** TensorFlow, loaded into this process. This record is all that the project sees of it. */
export interface Engine {
  readonly tensorflowVersion: string;
  /** Package and version of the binding, such as `@tensorflow/tfjs-node-gpu@4.22.0`. */
  readonly package: string;
  /** Folder of that package. */
  readonly path: string;
  /** What TensorFlow found to compute on. */
  readonly devices: readonly Device[];
  /** Whether the oneDNN kernels are in use. */
  readonly oneDNN: boolean;
  /** Threads inside one operation, and for independent operations. */
  readonly threads: { readonly intra: number; readonly inter: number };
  /**
   * Loads the SavedModel in `dir` (`saved_model.pb`, tag `serve`).
   *
   * A folder must not be rewritten while a model of it is loaded.
   *
   * @throws EngineError `unreadable-model`, `unsupported-dtype`
   */
  loadModel(dir: string): Promise<Model>;
  /** How many tensors the binding holds: what does not come back to its old value has leaked. */
  tensorCount(): number;
  /** tfjs itself, as far as the engine uses it. */
  readonly tf: TensorFlow;
}
