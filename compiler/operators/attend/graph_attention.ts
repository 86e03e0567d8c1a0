import { BATCH } from "../../graph/tensor.ts";
import { weighed } from "../../lower/attention.ts";
import { multiplySizes } from "../../types/size.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { operator } from "../define.ts";
import { GRAPH_OPERANDS, graphTensors, needGraph } from "../graph.ts";
import { channelsOf, withAxes } from "../rules.ts";
import { choice, integer } from "../settings.ts";

export const graphAttention = operator({
  name: "graph_attention",
  summary: "Lets every node of a graph weigh those that edges lead from, and gather what it finds useful.",
  documentation:
    "For each head, with `h = x W`, node i gathers `Σ_j a_ij h_j` over itself and the nodes j from which an edge leads to it, with `a_ij` the softmax over j of `leaky_relu(p · h_i + q · h_j)`, of slope 0.2 below 0. The heads' results stand side by side, or are averaged, and an offset is added. Of an edge's weight only that it is not 0 matters.",
  family: "attend",
  operands: GRAPH_OPERANDS,
  settings: {
    units: integer("how many channels each head gives", { positional: true }),
    heads: integer("how many attentions work side by side", { default: 1 }),
    merge: choice(["concat", "mean"], "whether the heads stand side by side or are averaged", {
      default: "concat",
    }),
  },
  presence: "pass",
  ragged: "masked",
  type({ nodes, edges }, { units, heads, merge }, at) {
    if (needGraph(at, { nodes, edges }, "graph_attention") === undefined) return undefined;
    const width = merge === "mean" ? units : multiplySizes(units, heads);
    return { kind: { name: "feature" }, axes: withAxes(nodes, axis(CHANNEL, width)), range: UNBOUNDED };
  },
  parameters: {
    formula: "heads · units · (channels + 2), and as many as channels come out",
    count: ({ nodes }, { units, heads, merge }) =>
      heads * units * (channelsOf(nodes) + 2) + (merge === "mean" ? units : heads * units),
  },
  lower(context, { nodes, edges }, { units, heads, merge }) {
    const { g, weight } = context;
    const { x, weights } = graphTensors(context, { nodes, edges });
    const count = x.shape[1] as number;
    const kernel = weight("kernel", [channelsOf(nodes.type), heads * units], { kind: "glorot_uniform" });
    // [B, heads, n, units]
    const mapped = g.transpose(g.reshape(g.linear(x, kernel), [BATCH, count, heads, units]), [0, 2, 1, 3]);
    const scored = (name: string) => {
      const scores = weight(name, [heads, units], { kind: "glorot_uniform" });
      return g.reduceSum(g.mul(mapped, g.reshape(scores, [1, heads, 1, units])), [3], true);
    };
    const sums = g.add(scored("target"), g.transpose(scored("source"), [0, 1, 3, 2]));
    const slanted = g.maximum(sums, g.mul(sums, g.scalar(SLOPE)));
    const itself = g.constant(
      Array.from({ length: count * count }, (_, i) => (i % (count + 1) === 0 ? 1 : 0)),
      [1, count, count],
    );
    const seen = g.reshape(g.add(g.abs(weights), itself), [BATCH, 1, count, count]);
    const gathered = g.matmul(weighed(context, slanted, seen), mapped);
    const joined =
      merge === "mean"
        ? g.reduceMean(gathered, [1])
        : g.reshape(g.transpose(gathered, [0, 2, 1, 3]), [BATCH, count, heads * units]);
    return g.add(joined, weight("bias", [joined.shape[2] as number], { kind: "zeros" }));
  },
  source: "Veličković et al., ICLR 2018, arXiv 1710.10903",
  example: `
    input molecule: graph(6, channels: 4)
    nodes = graph_attention(molecule.nodes, molecule.edges, units: 4, heads: 2) |> relu
    output mood: Mood = nodes |> mean(over: node) |> classify(Mood)`,
});

/** The slope of the scores below 0. */
const SLOPE = 0.2;
