/** The few parts of tfjs-node that the engine uses, as version 4 has them. */
export interface TensorFlow {
  readonly version: Readonly<Record<string, string>>;
  getBackend(): string;
  backend(): Backend;
  tensor(values: TensorValues, shape: number[], dtype: "float32" | "int32" | "bool" | "string"): Tensor;
  readonly node: {
    getMetaGraphsFromSavedModel(dir: string): Promise<MetaGraph[]>;
    loadSavedModel(dir: string, tags: string[], signature: string): Promise<SavedModel>;
  };
}

export type TensorValues = Float32Array | Int32Array | Uint8Array | readonly Uint8Array[];

export interface Tensor {
  readonly dtype: string;
  readonly shape: number[];
  readonly dataId: object;
  dispose(): void;
}

interface Backend {
  /** A string tensor gives one byte array per element. */
  readSync(dataId: object): TensorValues;
  readonly binding?: Partial<Binding>;
}

export interface SavedModel {
  predict(inputs: Record<string, Tensor>): Record<string, Tensor>;
  dispose(): void;
}

export interface MetaGraph {
  readonly tags: readonly string[];
  readonly signatureDefs: Readonly<
    Record<string, { readonly inputs: ModelTensors; readonly outputs: ModelTensors }>
  >;
}

export type ModelTensors = Readonly<
  Record<string, { readonly name: string; readonly tfDtype: string; readonly shape: readonly Dimension[] }>
>;

/** A dimension as the protobuf message gives it. */
interface Dimension {
  getSize(): number;
}

/** The native addon: tensors are numbered handles. */
export interface Binding {
  readonly TF_Version: string;
  createTensor(shape: readonly number[], dtype: number, values: TensorValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): TensorValues;
  loadSavedModel(dir: string, tags: string): number;
  deleteSavedModel(session: number): void;
  runSavedModel(
    session: number,
    inputs: readonly number[],
    inputNames: string,
    outputNames: string,
  ): TensorInfo[];
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
}

interface TensorInfo {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}
