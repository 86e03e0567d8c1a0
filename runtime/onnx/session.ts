import type { InferenceSession, Tensor } from "onnxruntime-node";
import type { Program } from "../../compiler/graph/graph.ts";
import { elements, isBatch, type Shape } from "../../compiler/graph/tensor.ts";
import { COUNTERS } from "../../compiler/plan/compiled-model.ts";
import { philoxUniform } from "../../compiler/random/philox.ts";
import { stepCounter, streamKey } from "../../compiler/random/streams.ts";
import { type OnnxOptions, type WrittenOnnx, writeOnnx } from "../../compiler/targets/onnx/model.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { OnnxRuntime } from "./library.ts";
import { feedTensor, hostTensor } from "./tensors.ts";

/** A program in ONNX Runtime. */
export interface OnnxSession {
  /**
   * Runs the program on feeds as batches come. Variables that are no part of the graph have the values that are given;
   * random numbers are those of the seed and the step among them.
   */
  run(feeds: HostTensors, values: ReadonlyMap<string, StoredTensor>): Promise<Ran>;
  release(): void;
}

export interface Ran {
  readonly results: Record<string, HostTensor>;
  /** What variables hold after the step, of those that it moves. */
  readonly moved: ReadonlyMap<string, StoredTensor>;
}

/** Writes a program and opens it. */
export async function openSession(
  ort: OnnxRuntime,
  program: Program,
  options: OnnxOptions,
  threads: number | undefined,
): Promise<OnnxSession> {
  const written = writeOnnx(program, options);
  const session = await ort.InferenceSession.create(written.bytes, {
    logSeverityLevel: 3,
    // Threads that wait for the next of the long operators of a step would keep a core from doing anything else.
    ...(program.updates.length > 0 && { extra: { session: { intra_op: { allow_spinning: "0" } } } }),
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  });
  return {
    run: (feeds, values) => run(ort, session, written, feeds, values),
    release: () => {
      session.release().catch(() => {});
    },
  };
}

async function run(
  ort: OnnxRuntime,
  session: InferenceSession,
  written: WrittenOnnx,
  feeds: HostTensors,
  values: ReadonlyMap<string, StoredTensor>,
): Promise<Ran> {
  const taken: Record<string, Tensor> = {};
  for (const port of written.feeds) taken[port.port] = feedTensor(ort, port, feeds[port.name]);
  for (const { port, name, dtype } of written.variables) {
    const { shape, data } = valueNamed(values, name);
    taken[port] = new ort.Tensor(dtype, data as Float32Array, shape);
  }
  const rows = rowsOf(written, taken);
  for (const { port, name, shape } of written.draws) {
    const sizes = shape.map((dim) => (isBatch(dim) ? dim.batch * rows : dim));
    const [seed, step] = [COUNTERS.seed, COUNTERS.step].map(
      (counter) => valueNamed(values, counter).data[0]!,
    );
    const count = sizes.reduce((a, b) => a * b, 1);
    const drawn = philoxUniform(streamKey(seed!, name), stepCounter(step!), count);
    taken[port] = new ort.Tensor("float32", drawn, sizes);
  }
  const found = await session.run(taken);
  return {
    results: Object.fromEntries(written.results.map(({ port, name }) => [name, hostTensor(found[port]!)])),
    moved: new Map(written.updates.map(({ port, name }) => [name, storedOf(hostTensor(found[port]!))])),
  };
}

function valueNamed(values: ReadonlyMap<string, StoredTensor>, name: string): StoredTensor {
  const value = values.get(name);
  if (value === undefined) throw new Error(`the variable ${name} has no value`);
  return value;
}

/** How many rows are fed; 1 where nothing that is fed grows with them. */
function rowsOf({ feeds }: WrittenOnnx, taken: Readonly<Record<string, Tensor>>): number {
  const growing = ({ shape }: { readonly shape: Shape }) => shape.some(isBatch);
  const feed = feeds.find(growing);
  if (feed === undefined) return 1;
  return taken[feed.port]!.size / elements(feed.shape).fixed;
}

function storedOf({ shape, data }: HostTensor): StoredTensor {
  return { shape, data: data as Float32Array | Int32Array };
}
