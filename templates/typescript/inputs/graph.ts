import { type Input, misfit } from "./input.ts";

/** Numbers of each node, and edges between nodes, counted from 0; an edge without a weight has 1. */
export interface Graph {
  readonly nodes: readonly (readonly number[])[];
  readonly edges: readonly (readonly [from: number, to: number, weight?: number])[];
}

interface GraphOptions {
  readonly name: string;
  readonly nodesName: string;
  readonly edgesName: string;
  /** Name of the tensor that says how many nodes a row has. */
  readonly length: string;
  /** The most nodes, and the numbers of each. */
  readonly nodes: number;
  readonly channels: number;
  readonly directed: boolean;
}

/** Graphs as the numbers of their nodes and a matrix of weights, `[to, from]`. */
export function graph(options: GraphOptions): Input<Graph> {
  const { name, nodesName, edgesName, length, nodes: most, channels, directed } = options;
  return {
    learn: () => ({}),
    columns(values) {
      const numbers = new Float32Array(values.length * most * channels);
      const weights = new Float32Array(values.length * most * most);
      const lengths = new Int32Array(values.length);
      for (const [row, value] of values.entries()) {
        if (value === undefined) continue;
        const { nodes, edges } = value;
        if (nodes.length > most) throw misfit(name, `it takes up to ${most} nodes, not ${nodes.length}`);
        for (const [i, node] of nodes.entries()) {
          if (node.length !== channels)
            throw misfit(name, `a node has ${channels} numbers, not ${node.length}`);
          numbers.set(node, (row * most + i) * channels);
        }
        for (const [from, to, weight = 1] of edges) {
          if (!(from in nodes) || !(to in nodes))
            throw misfit(name, `an edge joins ${from} and ${to}, which are no nodes`);
          weights[(row * most + to) * most + from] = weight;
          if (!directed) weights[(row * most + from) * most + to] = weight;
        }
        lengths[row] = nodes.length;
      }
      return [
        { name: nodesName, shape: [most, channels], dtype: "float32", data: numbers },
        { name: edgesName, shape: [most, most], dtype: "float32", data: weights },
        { name: length, shape: [], dtype: "int32", data: lengths },
      ];
    },
  };
}
