import { availableParallelism } from "node:os";
import { type CompiledModel, programsOf } from "../../compiler/plan/compiled-model.ts";
import { bytesOf, LARGEST_ONNX } from "../../compiler/targets/onnx/limit.ts";
import { failure, messageOf } from "../failure.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { Backend, OpenModel, OpenOptions, ProgramName, VariableValues } from "../model/backend.ts";
import { loadOnnxRuntime, type OnnxRuntime } from "./library.ts";
import { type OnnxSession, openSession } from "./session.ts";

export interface OnnxSettings {
  /** Inside one operation; by default one for each core. */
  readonly threads?: number | undefined;
  /** Bytes of weights that become part of a graph; more are handed in whenever it is run. */
  readonly largest?: number | undefined;
}

/**
 * Runs models with ONNX Runtime on the processor. Graphs are written when they are first used: those that predict and
 * evaluate with the weights in them, the one that trains so that they are handed in and come out. Calls block the thread.
 *
 * @throws RuntimeFailure `onnx-unavailable`
 */
export async function loadOnnx({ threads, largest = LARGEST_ONNX }: OnnxSettings = {}): Promise<Backend> {
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
    open: async (compiled, options) => openModel(ort, compiled, options, { threads, largest }),
  };
}

function openModel(
  ort: OnnxRuntime,
  compiled: CompiledModel,
  { sources }: OpenOptions,
  { threads, largest }: { readonly threads: number | undefined; readonly largest: number },
): OpenModel {
  const { interface: own, variables } = compiled;
  const programs = new Map(programsOf(compiled).map((program) => [program.name, program]));
  const values = new Map<string, StoredTensor>();
  const sessions = new Map<ProgramName, Promise<OnnxSession>>();

  function forget(names: Iterable<ProgramName>): void {
    for (const name of [...names]) {
      sessions
        .get(name)
        ?.then((session) => session.release())
        .catch(() => {});
      sessions.delete(name);
    }
  }

  async function open(name: ProgramName): Promise<OnnxSession> {
    const program = programs.get(name);
    if (program === undefined) throw new Error(`${own.model} has no program ${name}`);
    try {
      // What moves is handed in; of other weights the runtime makes more where they are part of the graph.
      const isHeld = HOLDING.includes(name) && bytesOf(values.values()) <= largest;
      const held = isHeld ? { values: new Map(values) } : {};
      return await openSession(ort, program, { ...held, sources }, threads);
    } catch (error) {
      throw failed(`ONNX Runtime cannot open ${own.model}`, error);
    }
  }

  function set(some: readonly { readonly name: string }[], given: VariableValues): void {
    for (const { name } of some) {
      const value = given.get(name);
      if (value === undefined) throw new Error(`the variable ${name} has no value`);
      values.set(name, value);
    }
    forget(HOLDING);
  }

  return {
    compiled,
    async run(program, feeds) {
      const opening = sessions.get(program) ?? open(program);
      sessions.set(program, opening);
      const session = await opening;
      const { results, moved } = await session.run(feeds, values).catch((error) => {
        throw failed(`ONNX Runtime failed in ${program} of ${own.model}`, error);
      });
      for (const [name, value] of moved) values.set(name, value);
      if (moved.size > 0) forget(HOLDING);
      return results;
    },
    assign: (given) => set(variables, given),
    assignStates: (given) =>
      set(
        variables.filter(({ role }) => role === "state"),
        given,
      ),
    read: async () => new Map(values),
    close: () => forget(sessions.keys()),
  };
}

/** The programs whose graphs hold the values of variables. */
const HOLDING: readonly ProgramName[] = ["predict", "evaluate"];

const failed = (what: string, cause: unknown) =>
  failure(
    "onnx-failed",
    { message: `${what}: ${messageOf(cause)}`, help: "Choose TensorFlow instead: `--engine tensorflow`." },
    { cause },
  );
