import type { Variable } from "../../graph/graph.ts";
import { legalName } from "../names.ts";
import { type Precision, tfDtype } from "./dtypes.ts";
import type { GraphWriter } from "./graph-writer.ts";
import type { Value } from "./node.ts";
import { partialShape } from "./wire.ts";

/** Gives a variable's handle, the same node for every signature. */
export type HandleOf = (variable: Variable) => Value;

export function createHandles(writer: GraphWriter, precision: Precision): HandleOf {
  const handles = new Map<string, Value>();
  return ({ name, dtype, shape }) => {
    const known = handles.get(name);
    if (known !== undefined) return known;
    const { results } = writer.add(`variables/${legalName(name)}`, "VarHandleOp", [], {
      shared_name: name,
      dtype: tfDtype(dtype, precision),
      shape: partialShape(shape),
    });
    handles.set(name, results[0]!);
    return results[0]!;
  };
}
