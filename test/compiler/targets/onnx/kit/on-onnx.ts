import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import type { Program } from "../../../../../compiler/graph/graph.ts";
import { type Dtype, isBatch } from "../../../../../compiler/graph/tensor.ts";
import { type OnnxOptions, type Port, writeOnnx } from "../../../../../compiler/targets/onnx/model.ts";
import { ROWS } from "../../../graph/kit/applied.ts";
import type { Dense } from "../../../graph/kit/dense.ts";

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array, uint8: Uint8Array };

function ortTensor(dtype: Dtype, { shape, data }: Dense): OrtTensor {
  return new OrtTensor(dtype, ARRAYS[dtype].from(data), [...shape]);
}

/** What a program gives in ONNX Runtime, with single-threaded kernels and no more of the runtime's own rewriting than asked for. */
export async function onOnnx(
  program: Program,
  given: Readonly<Record<string, Dense>>,
  options: OnnxOptions = {},
  graphOptimizationLevel: "disabled" | "all" = "all",
): Promise<Record<string, Dense>> {
  const written = writeOnnx(program, options);
  const session = await InferenceSession.create(written.bytes, {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    graphOptimizationLevel,
  });
  const rows = { shape: [ROWS], data: Array<number>(ROWS).fill(1) };
  const value = ({ name, shape }: Port) => given[name] ?? (shape.some(isBatch) ? rows : undefined)!;
  const taken = [...written.feeds, ...written.variables, ...written.draws];
  const inputs = taken
    .filter(({ port }) => session.inputNames.includes(port))
    .map((port) => [port.port, ortTensor(port.dtype, value(port))]);
  const found = await session.run(Object.fromEntries(inputs));
  await session.release();
  return Object.fromEntries(
    written.results.map(({ port, name }) => {
      const { dims, data } = found[port]!;
      return [name, { shape: dims, data: Array.from(data as ArrayLike<number>) }];
    }),
  );
}
