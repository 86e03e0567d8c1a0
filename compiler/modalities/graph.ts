import { flag, integer } from "../operators/settings.ts";
import { axis, CHANNEL, UNBOUNDED } from "../types/value-type.ts";
import { modalityOfParts } from "./define.ts";

export const graph = modalityOfParts({
  name: "graph",
  summary:
    "Nodes with features, some joined by edges: molecules, road networks, sensors that lie beside each other.",
  documentation:
    "It is two values. `molecule.nodes` is `[node, channel]`, of which a record fills as much as it has nodes. `molecule.edges` is `[node, neighbour]`: at `(i, j)` stands the weight of the edge that leads from j to i, and 0 where there is none. A record is an object `{nodes: [[…], …], edges: [[from, to], …]}` whose edges number the nodes from 0 and may have a weight as a third number, 1 if left out.",
  settings: {
    nodes: integer("how many nodes there are at most", { positional: true }),
    channels: integer("how many numbers each node has"),
    directed: flag("whether an edge leads one way only", { default: false }),
  },
  sources: ["column"],
  rate: "never",
  defaultRange: UNBOUNDED,
  ranges: ["between", "standardised", "unbounded"],
  parts: {
    nodes: {
      axes: ["node", CHANNEL],
      kind: "signal",
      layout: ({ nodes, channels }, { input }) => ({
        kind: { name: "signal" },
        axes: [{ ...axis("node", nodes), ragged: input }, axis(CHANNEL, channels)],
      }),
      dtype: "float32",
      prepare: (_, values) => values,
    },
    edges: {
      axes: ["node", "neighbour"],
      kind: "weight",
      layout: ({ nodes }, { input }) => ({
        kind: { name: "weight" },
        axes: [
          { ...axis("node", nodes), ragged: input },
          { ...axis("neighbour", nodes), ragged: input },
        ],
      }),
      dtype: "float32",
      prepare: (_, values) => values,
    },
  },
  example: "input molecule: graph(20, channels: 8)",
});
