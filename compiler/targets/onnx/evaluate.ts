import { nodesOf } from "../../graph/graph.ts";
import type { PrimitiveName } from "../../graph/primitives/index.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";
import { findBiases, writeBiased } from "./biases.ts";
import { createEmit, type Emit, type EmitContext } from "./emit.ts";
import { geluOf, writeGelu } from "./gelu.ts";
import type { Kernel, OrderedKernel } from "./kernel.ts";
import { kernels } from "./kernels/index.ts";
import { layerNormOf } from "./layer-norm.ts";
import { logSumExpOf } from "./log-sum-exp.ts";
import type { Value } from "./node.ts";
import { arranged, lying } from "./order.ts";

export interface EvaluateContext extends Omit<EmitContext, "scope" | "compute" | "value"> {
  /** What the nodes are called that a node of the program becomes, without the operator. */
  readonly scopeOf: (node: Node) => string;
  /** Whether no gradient passes through the program, so that what several nodes give may be computed as one. */
  readonly forward: boolean;
}

/** Turns tensors of a program into values of an ONNX graph, each node once; their axes lie as the program has them. */
export function createEvaluator(context: EvaluateContext): Emit {
  const values = new Map<Node, readonly Value[]>();
  let scope: string | undefined;

  const lyingOf = ({ node, output }: Tensor): Value => values.get(node)![output]!;
  const plain = (tensor: Tensor): Value => arranged(emit, lyingOf(tensor), tensor.shape);

  const emit: Emit = createEmit({
    ...context,
    scope: () => scope ?? "model",
    value: lyingOf,
    compute(tensors, given = new Map()) {
      for (const [node, results] of given) values.set(node, results);
      const nodes = nodesOf(tensors);
      const biases = findBiases(nodes, tensors);
      const within = new Set([...biases.values()].map(({ product }) => product));
      // What a kernel computes by parts is called after the node that the kernel is for.
      const outer = scope;
      for (const node of nodes) {
        if (values.has(node) || within.has(node)) continue;
        scope = outer ?? context.scopeOf(node);
        values.set(node, compute(node, biases.get(node)));
      }
      scope = outer;
      return tensors.map(plain);
    },
  });

  function compute(node: Node, biased: ReturnType<ReturnType<typeof findBiases>["get"]>): readonly Value[] {
    if (biased !== undefined) {
      const { inputs, primitive } = biased.product;
      const taken = primitive === "matmul" ? inputs.map(plain) : inputs.map(lyingOf);
      return [writeBiased(emit, taken, plain(biased.bias), biased)];
    }
    const norm = context.forward ? layerNormOf(node) : undefined;
    if (norm !== undefined) {
      const inputs = [norm.x, norm.scale, norm.offset].map(plain);
      return [emit.op("LayerNormalization", inputs, { axis: -1, epsilon: norm.epsilon })];
    }
    const rectified = context.forward ? geluOf(node) : undefined;
    if (rectified !== undefined) {
      const x = lyingOf(rectified);
      return [lying(writeGelu(emit, x), x.order)];
    }
    const summed = context.forward ? logSumExpOf(node) : undefined;
    if (summed !== undefined) {
      return [emit.op("ReduceLogSumExp", [plain(summed.x), emit.ints(summed.axes)], { keepdims: 1 })];
    }
    const kernel = kernels[node.primitive as PrimitiveName] as Kernel<never> | OrderedKernel<never>;
    return "ordered" in kernel
      ? kernel.ordered(emit, node.inputs.map(lyingOf), node as never)
      : kernel(emit, node.inputs.map(plain), node as never);
  }
  return emit;
}
