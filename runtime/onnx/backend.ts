import { availableParallelism } from "node:os";
import type { InferenceSession } from "onnxruntime-node";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import { type WrittenOnnx, writeOnnx } from "../../compiler/targets/onnx/model.ts";
import type { HostTensor } from "../engine/engine.ts";
import { failure, messageOf } from "../failure.ts";
import type { Backend, OpenModel, OpenOptions, ProgramName, VariableValues } from "../model/backend.ts";
import { loadOnnxRuntime, type OnnxRuntime } from "./library.ts";
import { feedTensor, hostTensor } from "./tensors.ts";

export interface OnnxSettings {
  /** Inside one operation; by default one for each core. */
  readonly threads?: number | undefined;
}

/**
 * Runs models with ONNX Runtime on the processor: to predict and to evaluate. Their weights are part of the graphs, which
 * are written when they are first used. Calls block the thread.
 *
 * @throws RuntimeFailure `onnx-unavailable`
 */
export async function loadOnnx({ threads }: OnnxSettings = {}): Promise<Backend> {
  const ort = await loadOnnxRuntime();
  const version = ort.env.versions.node ?? ort.env.versions.common;
  return {
    name: "onnx",
    facts: {
      backend: "onnx",
      version,
      package: `onnxruntime-node@${version}`,
      devices: ["cpu"],
      threads: { intra: threads ?? availableParallelism(), inter: 1 },
    },
    open: async (compiled, options) => openModel(ort, compiled, options, threads),
  };
}

interface Session {
  readonly written: WrittenOnnx;
  readonly session: InferenceSession;
}

function openModel(
  ort: OnnxRuntime,
  compiled: CompiledModel,
  { sources }: OpenOptions,
  threads: number | undefined,
): OpenModel {
  const { model } = compiled.interface;
  let values = new Map<string, NonNullable<ReturnType<VariableValues["get"]>>>();
  const sessions = new Map<ProgramName, Promise<Session>>();

  /** Graphs hold the values of before. */
  function forget(): void {
    for (const opening of sessions.values()) {
      opening.then(({ session }) => session.release()).catch(() => {});
    }
    sessions.clear();
  }

  async function open(name: ProgramName): Promise<Session> {
    const program = { predict: compiled.predict, evaluate: compiled.training?.evaluate }[name as string];
    if (program === undefined) throw new Error(`ONNX Runtime has no program ${name} of ${model}`);
    try {
      const written = writeOnnx(program, { values, sources });
      const session = await ort.InferenceSession.create(written.bytes, {
        logSeverityLevel: 3,
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      });
      return { written, session };
    } catch (error) {
      throw failed(`ONNX Runtime cannot open ${model}`, error);
    }
  }

  function set(some: readonly { readonly name: string }[], given: VariableValues): void {
    const next = new Map(values);
    for (const { name } of some) {
      const value = given.get(name);
      if (value === undefined) throw new Error(`the variable ${name} has no value`);
      next.set(name, value);
    }
    values = next;
    forget();
  }

  return {
    compiled,
    async run(program, feeds) {
      const opening = sessions.get(program) ?? open(program);
      sessions.set(program, opening);
      const { written, session } = await opening;
      const taken = written.feeds.map(
        (port) => [port.port, feedTensor(ort, port, feeds[port.name])] as const,
      );
      try {
        const found = await session.run(Object.fromEntries(taken));
        return Object.fromEntries(
          written.results.map(({ port, name }): [string, HostTensor] => [name, hostTensor(found[port]!)]),
        );
      } catch (error) {
        throw failed(`ONNX Runtime failed in ${program} of ${model}`, error);
      }
    },
    assign: (given) => set(compiled.variables, given),
    assignStates: (given) =>
      set(
        compiled.variables.filter(({ role }) => role === "state"),
        given,
      ),
    read: async () => new Map(values),
    close: forget,
  };
}

const failed = (what: string, cause: unknown) =>
  failure(
    "onnx-failed",
    { message: `${what}: ${messageOf(cause)}`, help: "Choose TensorFlow instead: `--engine tensorflow`." },
    { cause },
  );
