import type { DType, HostTensors, Model, SignatureSpec, TensorSpec } from "./engine.ts";
import { engineError, isEngineError } from "./error.ts";
import { bindingOf, openDirect, openPublic, type SignatureSpecs } from "./session.ts";
import type { MetaGraph, ModelTensors, TensorFlow } from "./tfjs.ts";

const tag = "serve";

/** What the binding passes without converting element by element in JavaScript. */
const dtypes: Readonly<Record<string, DType>> = {
  DT_FLOAT: "float32",
  DT_INT32: "int32",
  DT_BOOL: "bool",
  DT_STRING: "string",
};

/**
 * Loads the SavedModel in `dir` once, for all of its signatures.
 *
 * @param direct whether to use the addon itself where that is possible
 * @throws EngineError `unreadable-model`, `unsupported-dtype`
 */
export async function loadModel(tf: TensorFlow, dir: string, direct = true): Promise<Model> {
  try {
    const graphs = await tf.node.getMetaGraphsFromSavedModel(dir);
    const graph = graphs.find(({ tags }) => tags.length === 1 && tags[0] === tag);
    if (graph === undefined) throw new Error(`it has no graph with the tag "${tag}"`);
    const signatures = specsOf(graph);
    const binding = direct ? bindingOf(tf) : undefined;
    const session =
      binding === undefined
        ? await openPublic(tf, dir, [tag], signatures)
        : openDirect(binding, dir, [tag], graph);
    return modelOf(session, signatures);
  } catch (error) {
    if (isEngineError(error)) throw error;
    const dtype = /Unsupported tensor DataType: (\w+)/.exec(messageOf(error))?.[1];
    if (dtype !== undefined)
      throw engineError("unsupported-dtype", { tensor: "a tensor of a signature", dtype });
    throw engineError("unreadable-model", { folder: dir, detail: messageOf(error) }, { cause: error });
  }
}

function modelOf(session: Awaited<ReturnType<typeof openPublic>>, signatures: SignatureSpecs): Model {
  let disposed = false;
  return {
    signatures,
    run(signature, inputs) {
      const spec = signatures[signature];
      if (spec === undefined)
        throw engineError("unknown-signature", { signature, known: Object.keys(signatures) });
      if (disposed) throw engineError("model-disposed", { signature });
      requireInputs(signature, spec, inputs);
      try {
        return session.run(signature, inputs);
      } catch (error) {
        throw engineError("run-failed", { signature, detail: messageOf(error) }, { cause: error });
      }
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      session.close();
    },
  };
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^Session fail to run with error: /, "");

function specsOf(graph: MetaGraph): SignatureSpecs {
  const spec = (signature: string, tensors: ModelTensors): Record<string, TensorSpec> =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, { tfDtype, shape }]) => {
        const dtype = dtypes[tfDtype];
        if (dtype === undefined) {
          throw engineError("unsupported-dtype", {
            tensor: `${name} of signature ${signature}`,
            dtype: tfDtype,
          });
        }
        return [name, { dtype, shape: shape.map((dimension) => dimension.getSize()) }];
      }),
    );
  return Object.fromEntries(
    Object.entries(graph.signatureDefs).map(([name, { inputs, outputs }]): [string, SignatureSpec] => [
      name,
      { inputs: spec(name, inputs), outputs: spec(name, outputs) },
    ]),
  );
}

/**
 * Checks what the addon would only check after it has taken hold of memory, or not at all: it reads a string
 * tensor's elements without looking at how many there are.
 */
function requireInputs(signature: string, spec: SignatureSpec, inputs: HostTensors): void {
  const fault = (detail: string) => engineError("wrong-inputs", { signature, detail });
  let expected = 0;
  for (const name in spec.inputs) {
    expected++;
    const wanted = spec.inputs[name]!;
    const given = inputs[name];
    if (given === undefined) throw fault(`${name} is missing`);
    if (given.dtype !== wanted.dtype) throw fault(`${name} is ${given.dtype}, and ${wanted.dtype} is wanted`);
    if (!fits(given.shape, wanted.shape)) {
      throw fault(`${name} has the shape [${given.shape}], and [${wanted.shape.map(dimension)}] is wanted`);
    }
    const size = given.shape.reduce((product, length) => product * length, 1);
    if (given.data.length !== size) {
      throw fault(`${name} has ${given.data.length} values, and its shape [${given.shape}] holds ${size}`);
    }
  }
  const names = Object.keys(inputs);
  if (names.length !== expected) {
    const extra = names.find((name) => !(name in spec.inputs));
    throw fault(`${extra} is not an input`);
  }
}

const dimension = (size: number): string => (size < 0 ? "?" : String(size));

const fits = (shape: readonly number[], wanted: readonly number[]): boolean =>
  shape.length === wanted.length && wanted.every((size, i) => size < 0 || size === shape[i]);
