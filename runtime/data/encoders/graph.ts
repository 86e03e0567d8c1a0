import type { NumberArray } from "../../files/bytes.ts";
import { type Cell, cellError, type Encoder, quoteCell } from "./define.ts";

const HELP = 'Give {"nodes": [[…], …], "edges": [[from, to], [from, to, weight], …]}, nodes counted from 0.';

/**
 * Graphs: an object with the numbers of each node and a list of edges, in a table as JSON. Edges without a weight have
 * 1; of an edge that is given twice, the last counts. In a graph that is not directed every edge leads both ways.
 */
export const graph: Encoder = {
  fit: () => ({}),
  open({ name, parts, settings }) {
    const [most = 0, width = 0] = parts[0]?.shape ?? [];
    return {
      encode(cell, into) {
        const { nodes, edges } = partsOf(cell);
        if (nodes.length > most) {
          throw cellError(
            `${quoteCell(cell)} has ${nodes.length} nodes`,
            `${name} takes up to ${most}: leave the record out, or declare more nodes.`,
          );
        }
        writeNodes(nodes, width, into[0]!, cell);
        const weights = into[1]!.fill(0);
        for (const edge of edges) {
          const [from, to, weight] = edgeOf(edge, nodes.length, cell);
          weights[to * most + from] = weight;
          if (settings.directed !== true) weights[from * most + to] = weight;
        }
        return [nodes.length];
      },
    };
  },
  schema({ parts }) {
    const width = parts[0]?.shape[1];
    const numbers = { type: "array", items: { type: "number" } };
    return {
      type: "object",
      required: ["nodes", "edges"],
      properties: {
        nodes: { type: "array", items: { ...numbers, minItems: width, maxItems: width } },
        edges: { type: "array", items: { ...numbers, minItems: 2, maxItems: 3 } },
      },
      additionalProperties: false,
    };
  },
};

function partsOf(cell: Cell): { nodes: readonly unknown[]; edges: readonly unknown[] } {
  let value: unknown = cell;
  if (typeof cell === "string") {
    try {
      value = JSON.parse(cell);
    } catch (error) {
      throw cellError(`${quoteCell(cell)} is no JSON`, HELP, error);
    }
  }
  if (typeof value === "object" && value !== null && "nodes" in value && "edges" in value) {
    const { nodes, edges } = value;
    if (Array.isArray(nodes) && Array.isArray(edges)) return { nodes, edges };
  }
  throw cellError(`${quoteCell(cell)} has no lists of nodes and edges`, HELP);
}

function writeNodes(nodes: readonly unknown[], width: number, into: NumberArray, cell: Cell): void {
  into.fill(0);
  for (const [i, node] of nodes.entries()) {
    const numbers = Array.isArray(node) ? node.map((value) => Math.fround(value as number)) : [];
    if (numbers.length !== width || !numbers.every(Number.isFinite)) {
      throw cellError(`node ${i} of ${quoteCell(cell)} is not ${width} finite numbers`, HELP);
    }
    into.set(numbers, i * width);
  }
}

function edgeOf(edge: unknown, count: number, cell: Cell): readonly [number, number, number] {
  const [from, to, weight = 1] = Array.isArray(edge) ? (edge as unknown[]) : [];
  const isNode = (node: unknown): node is number =>
    typeof node === "number" && Number.isInteger(node) && node >= 0 && node < count;
  if (isNode(from) && isNode(to) && typeof weight === "number" && Number.isFinite(Math.fround(weight))) {
    return [from, to, weight];
  }
  throw cellError(
    `${quoteCell(cell)} has an edge ${JSON.stringify(edge)}, which joins none of its ${count} nodes`,
    HELP,
  );
}
