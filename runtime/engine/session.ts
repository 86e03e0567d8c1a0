import type { HostTensor, HostTensors, SignatureSpec } from "./engine.ts";
import type { Binding, MetaGraph, SavedModel, Tensor, TensorFlow, TensorValues } from "./tfjs.ts";

/** A loaded graph with its variables. Inputs have been checked by the caller. */
export interface Session {
  run(signature: string, inputs: HostTensors): Record<string, HostTensor>;
  close(): void;
}

export type SignatureSpecs = Readonly<Record<string, SignatureSpec>>;

/** Numbers of the types in TensorFlow's types.proto. */
const typeCode = { float32: 1, int32: 3, string: 7, bool: 10 } as const;

/** Gives data that came from TensorFlow its type back; signatures have no other types than these. */
function hostTensor(shape: readonly number[], data: TensorValues): HostTensor {
  if (data instanceof Float32Array) return { dtype: "float32", shape, data };
  if (data instanceof Int32Array) return { dtype: "int32", shape, data };
  if (data instanceof Uint8Array) return { dtype: "bool", shape, data };
  return { dtype: "string", shape, data };
}

const functions = [
  "createTensor",
  "deleteTensor",
  "tensorDataSync",
  "loadSavedModel",
  "deleteSavedModel",
  "runSavedModel",
] as const;

const complete = (binding: Partial<Binding> | undefined): binding is Binding =>
  binding !== undefined && functions.every((name) => typeof binding[name] === "function");

/** The binding of a loaded tfjs-node, if it is the one we know. */
export function bindingOf(tf: TensorFlow): Binding | undefined {
  const { binding } = tf.backend();
  return complete(binding) ? binding : undefined;
}

/**
 * A session on the addon itself. tfjs's own way to the same calls wraps every tensor in four records and
 * costs about 30 microseconds more for each run, half of what a small model's step takes.
 */
export function openDirect(
  binding: Binding,
  dir: string,
  tags: readonly string[],
  graph: MetaGraph,
): Session {
  const session = binding.loadSavedModel(dir, tags.join(","));
  const plans = new Map(
    Object.entries(graph.signatureDefs).map(([name, { inputs, outputs }]) => [
      name,
      {
        inputs: Object.keys(inputs),
        inputNames: Object.values(inputs)
          .map((tensor) => tensor.name)
          .join(","),
        outputs: Object.keys(outputs),
        outputNames: Object.values(outputs)
          .map((tensor) => tensor.name)
          .join(","),
      },
    ]),
  );
  return {
    run(signature, inputs) {
      const plan = plans.get(signature);
      if (plan === undefined) throw new Error(`no signature ${signature}`);
      const given: number[] = [];
      const results: Record<string, HostTensor> = {};
      let fetched: ReturnType<Binding["runSavedModel"]> = [];
      try {
        for (const name of plan.inputs) {
          const tensor = inputs[name];
          if (tensor === undefined) throw new Error(`no input ${name}`);
          given.push(binding.createTensor(tensor.shape, typeCode[tensor.dtype], tensor.data));
        }
        fetched = binding.runSavedModel(session, given, plan.inputNames, plan.outputNames);
        for (let i = 0; i < fetched.length; i++) {
          const { id, shape } = fetched[i]!;
          results[plan.outputs[i]!] = hostTensor(shape, binding.tensorDataSync(id));
        }
        return results;
      } finally {
        for (const id of given) binding.deleteTensor(id);
        for (const { id } of fetched) binding.deleteTensor(id);
      }
    },
    close: () => binding.deleteSavedModel(session),
  };
}

/** A session through tfjs's published functions, for a tfjs-node whose addon is not the one we know. */
export async function openPublic(
  tf: TensorFlow,
  dir: string,
  tags: string[],
  signatures: SignatureSpecs,
): Promise<Session> {
  const models = new Map<string, SavedModel>();
  for (const name of Object.keys(signatures))
    models.set(name, await tf.node.loadSavedModel(dir, [...tags], name));
  return {
    run(signature, inputs) {
      const model = models.get(signature);
      if (model === undefined) throw new Error(`no signature ${signature}`);
      const given: Record<string, Tensor> = {};
      let fetched: Record<string, Tensor> = {};
      try {
        for (const [name, { shape, dtype, data }] of Object.entries(inputs)) {
          given[name] = tf.tensor(data, [...shape], dtype);
        }
        fetched = model.predict(given);
        const read = ({ shape, dataId }: Tensor) => hostTensor(shape, tf.backend().readSync(dataId));
        return Object.fromEntries(Object.entries(fetched).map(([name, tensor]) => [name, read(tensor)]));
      } finally {
        for (const tensor of [...Object.values(given), ...Object.values(fetched)]) tensor.dispose();
      }
    },
    close: () => {
      for (const model of models.values()) model.dispose();
    },
  };
}
