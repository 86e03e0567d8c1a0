/** The few parts of tfjs-core that programs are computed with, as version 4 has them, on whatever backend. */
export interface Tfjs {
  getBackend(): string;
  /** What computes an operation on a backend; nothing where the backend cannot. */
  getKernel(name: string, backend: string): unknown;
  engine(): KernelRunner;
  memory(): { readonly numTensors: number };
  tidy<T>(run: () => T): T;

  tensor(values: TensorValues, shape: number[], dtype: TfjsDtype): EagerTensor;
  fill(shape: number[], value: number, dtype: TfjsDtype): EagerTensor;
  clone(x: EagerTensor): EagerTensor;
  cast(x: EagerTensor, dtype: TfjsDtype): EagerTensor;

  neg(x: EagerTensor): EagerTensor;
  exp(x: EagerTensor): EagerTensor;
  log(x: EagerTensor): EagerTensor;
  sqrt(x: EagerTensor): EagerTensor;
  rsqrt(x: EagerTensor): EagerTensor;
  square(x: EagerTensor): EagerTensor;
  reciprocal(x: EagerTensor): EagerTensor;
  abs(x: EagerTensor): EagerTensor;
  sign(x: EagerTensor): EagerTensor;
  floor(x: EagerTensor): EagerTensor;
  tanh(x: EagerTensor): EagerTensor;
  sigmoid(x: EagerTensor): EagerTensor;
  softplus(x: EagerTensor): EagerTensor;
  relu(x: EagerTensor): EagerTensor;
  erf(x: EagerTensor): EagerTensor;
  sin(x: EagerTensor): EagerTensor;
  cos(x: EagerTensor): EagerTensor;
  logicalNot(x: EagerTensor): EagerTensor;

  add(a: EagerTensor, b: EagerTensor): EagerTensor;
  sub(a: EagerTensor, b: EagerTensor): EagerTensor;
  mul(a: EagerTensor, b: EagerTensor): EagerTensor;
  div(a: EagerTensor, b: EagerTensor): EagerTensor;
  maximum(a: EagerTensor, b: EagerTensor): EagerTensor;
  minimum(a: EagerTensor, b: EagerTensor): EagerTensor;
  pow(a: EagerTensor, b: EagerTensor): EagerTensor;
  greater(a: EagerTensor, b: EagerTensor): EagerTensor;
  greaterEqual(a: EagerTensor, b: EagerTensor): EagerTensor;
  less(a: EagerTensor, b: EagerTensor): EagerTensor;
  equal(a: EagerTensor, b: EagerTensor): EagerTensor;
  logicalAnd(a: EagerTensor, b: EagerTensor): EagerTensor;
  logicalOr(a: EagerTensor, b: EagerTensor): EagerTensor;
  where(condition: EagerTensor, a: EagerTensor, b: EagerTensor): EagerTensor;

  sum(x: EagerTensor, axes: number[], keep: boolean): EagerTensor;
  mean(x: EagerTensor, axes: number[], keep: boolean): EagerTensor;
  max(x: EagerTensor, axes: number[], keep: boolean): EagerTensor;
  min(x: EagerTensor, axes: number[], keep: boolean): EagerTensor;
  argMax(x: EagerTensor, axis: number): EagerTensor;

  reshape(x: EagerTensor, shape: number[]): EagerTensor;
  transpose(x: EagerTensor, permutation: number[]): EagerTensor;
  broadcastTo(x: EagerTensor, shape: number[]): EagerTensor;
  concat(xs: EagerTensor[], axis: number): EagerTensor;
  slice(x: EagerTensor, begin: number[], size: number[]): EagerTensor;
  stridedSlice(x: EagerTensor, begin: number[], end: number[], strides: number[]): EagerTensor;
  reverse(x: EagerTensor, axes: number[]): EagerTensor;
  pad(x: EagerTensor, paddings: [number, number][], value: number): EagerTensor;

  matMul(a: EagerTensor, b: EagerTensor, transposeA: boolean, transposeB: boolean): EagerTensor;
  conv2d(
    x: EagerTensor,
    kernel: EagerTensor,
    strides: [number, number],
    padding: "same" | "valid",
  ): EagerTensor;
  depthwiseConv2d(
    x: EagerTensor,
    kernel: EagerTensor,
    strides: [number, number],
    padding: "same" | "valid",
  ): EagerTensor;
  maxPool(
    x: EagerTensor,
    window: [number, number],
    strides: [number, number],
    padding: "same" | "valid",
  ): EagerTensor;
  avgPool(
    x: EagerTensor,
    window: [number, number],
    strides: [number, number],
    padding: "same" | "valid",
  ): EagerTensor;

  gather(x: EagerTensor, places: EagerTensor, axis: number): EagerTensor;
  unsortedSegmentSum(x: EagerTensor, places: EagerTensor, count: number): EagerTensor;
  softmax(x: EagerTensor, axis: number): EagerTensor;
}

/** What the gradients of convolutions and pools are reached by, which have no operation of their own. */
interface KernelRunner {
  runKernel(name: string, inputs: object, attributes: object): EagerTensor | EagerTensor[];
}

/** tfjs knows no bytes: what is `uint8` in a program is int32 here. */
export type TfjsDtype = "float32" | "int32" | "bool";

export type TensorValues = Float32Array | Int32Array | Uint8Array;

/** A tensor of a backend, which lives until it is disposed. */
export interface EagerTensor {
  readonly shape: number[];
  /** The numbers, once they are there. Where the backend computes in ordinary memory they are its own: never write to them. */
  data(): Promise<TensorValues>;
  /** The same at once, on backends that can. */
  dataSync(): TensorValues;
  dispose(): void;
}
