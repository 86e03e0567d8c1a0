import { type Program, programNodes } from "../../../compiler/graph/graph.ts";
import { isBatch, type Shape, type Tensor } from "../../../compiler/graph/tensor.ts";

/** A program as text: one line per node with what it takes, its shape, and the author's words that it came from. */
export function showProgram(program: Program): string {
  const nodes = programNodes(program);
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const name = ({ node, output }: Tensor) =>
    `%${numbers.get(node)}${node.outputs.length > 1 ? `.${output}` : ""}`;
  const lines = nodes.map((node) => {
    const types = node.outputs.map(({ dtype, shape }) => `${dtype}${showShape(shape)}`).join(", ");
    const call = `${node.primitive}(${node.inputs.map(name).join(", ")})${showAttributes(node.attributes)}`;
    return `%${numbers.get(node)} = ${call}: ${types}  # ${node.origin.path}`;
  });
  const results = Object.entries(program.results).map(
    ([result, tensor]) => `result ${result} = ${name(tensor)}`,
  );
  const updates = program.updates.map(({ variable, value }) => `update ${variable.name} = ${name(value)}`);
  return `${[program.name, ...lines, ...results, ...updates].join("\n")}\n`;
}

const showShape = (shape: Shape): string =>
  `[${shape.map((size) => (isBatch(size) ? (size.batch === 1 ? "B" : `${size.batch}B`) : size)).join(", ")}]`;

function showAttributes(attributes: Readonly<Record<string, unknown>>): string {
  const shown = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${key}: ${key === "variable" ? (value as { name: string }).name : JSON.stringify(value)}`,
    );
  return shown.length === 0 ? "" : ` {${shown.join(", ")}}`;
}
