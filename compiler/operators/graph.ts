/** What the operators of graphs have in common. */
import type { Tensor } from "../graph/tensor.ts";
import { arranged } from "../lower/arrange.ts";
import type { LowerContext, Lowered } from "../lower/context.ts";
import { withoutPadding } from "../lower/masked.ts";
import { compareSizes, showSize } from "../types/size.ts";
import { type Axis, axisNamed, type ValueType } from "../types/value-type.ts";
import { one, type RuleContext } from "./define.ts";
import { keptAxes, needSequence, showAxisNames } from "./rules.ts";

export const GRAPH_OPERANDS = {
  nodes: one(["feature", "signal"], "the nodes, along one axis of any name"),
  edges: one(
    ["weight", "feature", "signal"],
    "the weight of every edge: the axis of the nodes, at which edges end, and one as long, from which they come",
  ),
} as const;

/** The axis of the nodes, where the edges lead from as many nodes to them; reports where they do not. */
export function needGraph(
  at: RuleContext,
  { nodes, edges }: { readonly nodes: ValueType; readonly edges: ValueType },
  operator: string,
): Axis | undefined {
  const node = needSequence(at, "nodes", nodes, operator);
  if (node === undefined || keptAxes(at, "edges", edges, [node.name]) === undefined) return undefined;
  const own = axisNamed(edges, node.name)!;
  const [other, ...more] = edges.axes.filter((axis) => axis !== own);
  if (other === undefined || more.length > 0 || compareSizes(own.size, other.size) === "different") {
    const parameters = { value: at.words("edges"), axis: node.name, axes: showAxisNames(edges) };
    return at.fail("edges_unlike", "edges", parameters);
  }
  if (compareSizes(node.size, own.size) === "different") {
    const sizes = { axis: node.name, first: showSize(node.size), other: showSize(own.size) };
    return at.fail("sizes_differ", "call", sizes);
  }
  if (own.ragged !== undefined && own.ragged !== node.ragged) {
    const parameters = { axis: node.name, first: at.words("nodes"), other: at.words("edges") };
    return at.fail("ragged_differ", "call", parameters);
  }
  return node;
}

/** Nodes `[B, n, channels]` and the weights of edges `[B, n, n]`, that into a node in its row; padding is 0. */
export function graphTensors(
  context: LowerContext,
  { nodes, edges }: { readonly nodes: Lowered; readonly edges: Lowered },
): { readonly x: Tensor; readonly weights: Tensor } {
  const { name } = nodes.type.axes[0]!;
  const order = [axisNamed(edges.type, name)!, edges.type.axes.find((axis) => axis.name !== name)!];
  const clean = withoutPadding(context, edges);
  return {
    x: withoutPadding(context, nodes),
    weights: arranged(context.g, { ...edges, tensor: clean }, order),
  };
}
