import { type Program, programNodes, type Variable } from "../../../../compiler/graph/graph.ts";
import type { Dtype } from "../../../../compiler/graph/tensor.ts";
import { openEager } from "../../../../runtime/eager/open-eager.ts";
import type { Tfjs } from "../../../../runtime/eager/tfjs.ts";
import type { HostTensor } from "../../../../runtime/engine/engine.ts";
import type { StoredTensor } from "../../../../runtime/files/safetensors.ts";
import type { Dense } from "../../../compiler/graph/kit/dense.ts";

/** Numbers in the form in which batches come. */
export function fed(dtype: Dtype, { shape, data }: Dense): HostTensor {
  if (dtype === "float32")
    return { dtype: "int32", shape, data: new Int32Array(Float32Array.from(data).buffer) };
  if (dtype === "uint8") return { dtype: "string", shape: [], data: [Uint8Array.from(data)] };
  return dtype === "bool"
    ? { dtype, shape, data: Uint8Array.from(data) }
    : { dtype, shape, data: Int32Array.from(data) };
}

export const dense = ({ shape, data }: HostTensor | StoredTensor): Dense => ({
  shape,
  data: Array.from(data as ArrayLike<number>),
});

/** What a program gives that changes nothing, with values for its feeds and variables. */
export async function compute(
  tf: Tfjs,
  program: Program,
  given: Readonly<Record<string, Dense>>,
): Promise<Record<string, Dense>> {
  const variables = variablesOf(program);
  const open = openEager(tf, [program], variables);
  try {
    open.assign(new Map(variables.map(({ name, dtype }) => [name, storedAs(dtype, given[name]!)])));
    const feeds = program.feeds.map(({ name, dtype }) => [name, fed(dtype, given[name]!)] as const);
    const results = await open.run(program.name, Object.fromEntries(feeds));
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, dense(tensor)]));
  } finally {
    open.close();
  }
}

export function variablesOf(program: Program): Variable[] {
  const read = programNodes(program).filter(({ primitive }) => primitive === "read");
  return [...new Map(read.map(({ attributes }) => [attributes.variable as Variable, true])).keys()];
}

export const storedAs = (dtype: Dtype, { shape, data }: Dense): StoredTensor => ({
  shape,
  data: dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data),
});
