import type { Builder } from "./builder.ts";
import { type Program, programNodes } from "./graph.ts";
import type { AttributesOf, PrimitiveName } from "./primitives/index.ts";
import type { Tensor } from "./tensor.ts";

/** The same program with every node made anew by `builder`, which may make another that means the same. */
export function rebuild(program: Program, builder: Builder): Program {
  const made = new Map<Tensor, Tensor>();
  for (const node of programNodes(program)) {
    const inputs = node.inputs.map((input) => made.get(input)!);
    const outputs = builder.within(node.origin, () =>
      builder.apply(node.primitive as PrimitiveName, inputs, node.attributes as AttributesOf<PrimitiveName>),
    );
    for (const [i, output] of node.outputs.entries()) made.set(output, outputs[i]!);
  }
  return {
    ...program,
    results: Object.fromEntries(
      Object.entries(program.results).map(([name, tensor]) => [name, made.get(tensor)!]),
    ),
    updates: program.updates.map(({ variable, value }) => ({ variable, value: made.get(value)! })),
  };
}
