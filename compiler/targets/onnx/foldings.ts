import type { Ops } from "../../graph/ops.ts";
import type { AttributesOf, PrimitiveName } from "../../graph/primitives/index.ts";
import { sameDim, sameShape, type Tensor, type TensorType } from "../../graph/tensor.ts";
import { layerNormOf, numberOf } from "./layer-norm.ts";

export interface FoldingContext {
  /** Whatever is made by it is folded too. */
  readonly g: Ops;
  /** Whether a tensor's numbers are known when compiling. */
  readonly known: (tensor: Tensor) => boolean;
  /** Whether nothing but what is being made uses a tensor. */
  readonly single: (tensor: Tensor) => boolean;
  /** Whether a tensor can hold neither NaN nor infinity. */
  readonly finite: (tensor: Tensor) => boolean;
}

/** A cheaper tensor equal to what the primitive would give up to rounding, or undefined where there is none. */
export type Folding<N extends PrimitiveName> = (
  context: FoldingContext,
  inputs: readonly Tensor[],
  attributes: AttributesOf<N>,
  type: TensorType,
) => Tensor | undefined;

/** Sums of what is not known with what is, in this order, gather what is known behind; so do products. */
export const foldings: { readonly [N in PrimitiveName]?: Folding<N> } = {
  sub({ g, known }, [a, b]) {
    return known(b!) && !known(a!) ? g.add(a!, g.neg(b!)) : undefined;
  },
  div({ g, known }, [a, b]) {
    return known(b!) && !known(a!) ? g.mul(a!, g.reciprocal(b!)) : undefined;
  },
  add(context, [a, b]) {
    const { g, known } = context;
    if (known(a!) && !known(b!)) return g.add(b!, a!);
    if (!known(b!) || known(a!)) return undefined;
    const sum = madeOf(context, a!, "add");
    if (sum !== undefined) {
      const behind = g.add(sum.behind, b!);
      if (known(behind)) return g.add(sum.rest, behind);
    }
    const inner = withSameChannels(a!);
    if (inner && isProduct(inner) && context.single(a!) && perChannel(b!, a!)) {
      return g.reshape(g.add(inner, channels(g, b!)), a!.shape);
    }
    return undefined;
  },
  mul(context, [a, b]) {
    const { g, known } = context;
    if (known(a!) && !known(b!)) return g.mul(b!, a!);
    if (!known(b!) || known(a!)) return undefined;
    const product = madeOf(context, a!, "mul");
    if (product !== undefined) {
      const behind = g.mul(product.behind, b!);
      if (known(behind)) return g.mul(product.rest, behind);
    }
    if (!perChannel(b!, a!)) return undefined;
    const scaled = scaledBy(context, a!, channels(g, b!));
    return scaled && (scaled.shape.length === a!.shape.length ? scaled : g.reshape(scaled, a!.shape));
  },
  // What hangs over the edge is 0, with a factor and without.
  conv2d(context, [a, b], attributes) {
    const { g, known } = context;
    const scaled = madeOf(context, a!, "mul");
    if (scaled === undefined || !known(b!) || !perChannel(scaled.behind, a!)) return undefined;
    const factors = channels(g, scaled.behind);
    const weights = g.mul(b!, g.reshape(factors, [...factors.shape, 1]));
    return known(weights) ? g.apply("conv2d", [scaled.rest, weights], attributes)[0] : undefined;
  },
  matmul(context, [a, b], { transposeA, transposeB }) {
    const { g, known } = context;
    if (a!.shape.length !== 2 || transposeA || !known(b!) || known(a!)) return undefined;
    const inner = withSameChannels(a!) ?? a!;
    const plain = (x: Tensor) => (x.shape.length === 2 ? x : g.reshape(x, a!.shape));
    const scaled = madeOf(context, inner, "mul");
    if (scaled !== undefined && perChannel(scaled.behind, inner)) {
      const factors = channels(g, scaled.behind);
      const weights = g.mul(b!, transposeB ? factors : g.reshape(factors, [...factors.shape, 1]));
      return known(weights) ? g.matmul(plain(scaled.rest), weights, { transposeA, transposeB }) : undefined;
    }
    const moved = madeOf(context, inner, "add");
    // A layer normalisation with its scale and offset is one operator.
    if (layerNormOf(inner.node) !== undefined) return undefined;
    if (moved === undefined || !perChannel(moved.behind, inner)) return undefined;
    // A product before the sum takes the offset as its bias, which costs nothing.
    if (isProduct(moved.rest)) return undefined;
    const offset = channels(g, moved.behind);
    const row = g.matmul(g.reshape(offset, [1, ...offset.shape]), b!, { transposeA: false, transposeB });
    if (!known(row)) return undefined;
    const product = g.matmul(plain(moved.rest), b!, { transposeA, transposeB });
    return g.add(product, g.reshape(row, [row.shape[1]!]));
  },
  // A choice takes ONNX Runtime several passes, a product or a sum one.
  select({ g, known, finite }, [a, b, c], _, type) {
    if (!known(c!) || numberOf(c!) !== 0 || known(b!) || !finite(b!)) return undefined;
    if (!sameShape(b!.shape, type.shape) || sameShape(a!.shape, type.shape)) return undefined;
    return g.mul(b!, g.cast(a!, "float32"));
  },
  softmax({ g, finite }, [a]) {
    if (a!.node.primitive !== "select") return undefined;
    const [there, scores, never] = a!.node.inputs as readonly [Tensor, Tensor, Tensor];
    const number = numberOf(never);
    if (number === undefined || number > NEVER || !finite(scores)) return undefined;
    if (!sameShape(scores.shape, a!.shape) || sameShape(there.shape, a!.shape)) return undefined;
    return g.softmax(g.add(scores, g.select(there, g.scalar(0), g.scalar(BEYOND))));
  },
};

/** Scores of at most as much have no weight in a softmax. */
const NEVER = -1e9;
/** A sum with it is it again. */
const BEYOND = -1e30;

/** What a sum or product with something known is made of. */
function madeOf({ known }: FoldingContext, { node }: Tensor, name: "add" | "mul") {
  if (node.primitive !== name) return undefined;
  const [rest, behind] = node.inputs as readonly [Tensor, Tensor];
  return known(behind) ? { rest, behind } : undefined;
}

/** Whether a tensor has one number for each of another's channels, its last axis, or one for all. */
function perChannel({ shape }: Tensor, of: Tensor): boolean {
  if (shape.length > of.shape.length) return false;
  const last = of.shape.at(-1);
  return (
    last !== undefined && shape.every((dim, i) => dim === 1 || (i === shape.length - 1 && sameDim(dim, last)))
  );
}

/** What is one number per channel as a vector. */
function channels(g: Ops, tensor: Tensor): Tensor {
  return g.reshape(tensor, [tensor.shape.at(-1) ?? 1]);
}

/** What a tensor was before a reshape that left its last axis as it is. */
function withSameChannels({ node, shape }: Tensor): Tensor | undefined {
  if (node.primitive !== "reshape") return undefined;
  const [inner] = node.inputs as readonly [Tensor];
  const [last, other] = [shape.at(-1), inner.shape.at(-1)];
  return last !== undefined && other !== undefined && sameDim(last, other) ? inner : undefined;
}

/** Makes a product anew with weights whose channels that come out are multiplied by factors. */
type Scale = (g: Ops, node: Tensor["node"], factors: Tensor) => { readonly weights: Tensor };

const SCALES: Readonly<Record<string, Scale>> = {
  conv2d: (g, { inputs }, factors) => ({ weights: g.mul(inputs[1]!, factors) }),
  depthwise_conv2d(g, { inputs }, factors) {
    const [, kernel] = inputs as readonly [Tensor, Tensor];
    const each = factors.shape[0] === 1 ? factors : g.reshape(factors, kernel.shape.slice(2));
    return { weights: g.mul(kernel, each) };
  },
  matmul(g, { inputs, attributes }, factors) {
    const across = attributes.transposeB ? g.reshape(factors, [...factors.shape, 1]) : factors;
    return { weights: g.mul(inputs[1]!, across) };
  },
};

function isProduct({ node, shape }: Tensor): boolean {
  return node.primitive in SCALES && (node.primitive !== "matmul" || shape.length === 2);
}

/**
 * The product that a tensor is, with a known offset or without, multiplied by a factor for each channel; undefined where
 * it is none, where its weights are not known, or where it is used elsewhere too.
 */
function scaledBy(context: FoldingContext, tensor: Tensor, factors: Tensor): Tensor | undefined {
  const { g, known, single } = context;
  if (!single(tensor)) return undefined;
  const inner = withSameChannels(tensor);
  if (inner !== undefined) return scaledBy(context, inner, factors);
  const sum = madeOf(context, tensor, "add");
  if (sum !== undefined) {
    if (!perChannel(sum.behind, tensor)) return undefined;
    const scaled = scaledBy(context, sum.rest, factors);
    return scaled && g.add(scaled, g.mul(channels(g, sum.behind), factors));
  }
  if (!isProduct(tensor) || !known(tensor.node.inputs[1]!)) return undefined;
  const { node } = tensor;
  const { weights } = SCALES[node.primitive]!(g, node, factors);
  if (!known(weights)) return undefined;
  return g.apply(node.primitive as "conv2d", [node.inputs[0]!, weights], node.attributes as never)[0];
}
