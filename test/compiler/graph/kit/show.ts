import type { Variable } from "../../../../compiler/graph/graph.ts";
import type { Tensor } from "../../../../compiler/graph/tensor.ts";
import { showShape } from "../../../../compiler/graph/tensor.ts";

/** How a tensor is computed, as one line: `add(x, 1)`. Attributes other than shapes are left out. */
export function show({ node, output, shape }: Tensor): string {
  const { primitive, inputs, attributes } = node;
  if (primitive === "feed") return attributes.name as string;
  if (primitive === "read") return (attributes.variable as Variable).name;
  if (primitive === "constant") {
    const numbers = (attributes.value as number[])
      .map((x) => (Object.is(x, -0) ? "-0" : String(x)))
      .join(" ");
    return shape.length === 0 ? numbers : `${numbers}${showShape(shape)}`;
  }
  const to = primitive === "reshape" || primitive === "broadcast_to" ? `, ${showShape(shape)}` : "";
  const which = output === 0 ? "" : `.${output}`;
  return `${primitive}(${inputs.map(show).join(", ")}${to})${which}`;
}
