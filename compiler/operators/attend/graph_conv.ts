import { axis, CHANNEL } from "../../types/value-type.ts";
import { ACTIVATION_NAMES, activate, activatedRange } from "../activations.ts";
import { operator } from "../define.ts";
import { GRAPH_OPERANDS, graphTensors, needGraph } from "../graph.ts";
import { channelsOf, withAxes } from "../rules.ts";
import { choice, flag, integer } from "../settings.ts";

export const graphConv = operator({
  name: "graph_conv",
  summary: "Lets every node of a graph gather from those that edges lead from, and maps the channels.",
  documentation:
    "`activation(Â x W + b)` with `Â = D^-½ (A + I) D^-½`, where A are the weights of the edges, which should not be below 0, and D are the sums of the rows of `A + I`: every node sees itself too. Edges may come with the record, or be a declared weight, such as `weight links: feature[modality: 3, other: 3] = ones` between modalities behind `stack`.",
  family: "attend",
  operands: GRAPH_OPERANDS,
  settings: {
    units: integer("how many channels come out", { positional: true }),
    activation: choice(ACTIVATION_NAMES, "what is applied to the result", {
      default: "linear",
      positional: true,
    }),
    bias: flag("whether a trained offset is added", { default: true }),
  },
  presence: "pass",
  ragged: "masked",
  type({ nodes, edges }, { units, activation }, at) {
    if (needGraph(at, { nodes, edges }, "graph_conv") === undefined) return undefined;
    return {
      kind: { name: "feature" },
      axes: withAxes(nodes, axis(CHANNEL, units)),
      range: activatedRange(activation),
    };
  },
  parameters: {
    formula: "channels · units + units",
    count: ({ nodes }, { units, bias }) => channelsOf(nodes) * units + (bias ? units : 0),
  },
  lower(context, { nodes, edges }, { units, activation, bias }) {
    const { g, weight } = context;
    const { x, weights } = graphTensors(context, { nodes, edges });
    const kernel = weight("kernel", [channelsOf(nodes.type), units], { kind: "glorot_uniform" });
    const degree = g.add(g.reduceSum(weights, [2], true), g.scalar(1));
    const share = g.rsqrt(g.maximum(degree, g.scalar(SMALLEST)));
    const scaled = g.mul(share, g.linear(x, kernel));
    const gathered = g.mul(share, g.add(g.matmul(weights, scaled), scaled));
    return activate(
      g,
      activation,
      bias ? g.add(gathered, weight("bias", [units], { kind: "zeros" })) : gathered,
    );
  },
  source: "Kipf & Welling, ICLR 2017, arXiv 1609.02907",
  example: `
    input molecule: graph(6, channels: 4)
    nodes = graph_conv(molecule.nodes, molecule.edges, units: 8, activation: relu)
    output mood: Mood = nodes |> mean(over: node) |> classify(Mood)`,
});

/** Takes the place of smaller sums of weights, of which the root is taken. */
const SMALLEST = 1e-6;
