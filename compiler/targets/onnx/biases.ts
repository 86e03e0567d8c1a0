import type { Applied, PrimitiveName } from "../../graph/primitives/index.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";
import type { Emit } from "./emit.ts";
import { convolved, convolvedDepthwise } from "./kernels/convolution.ts";
import type { Value } from "./node.ts";

/** A product and the sum with a number for each channel, which ONNX computes as one. */
interface Biased {
  readonly product: Node;
  readonly bias: Tensor;
}

type WithBias<N extends PrimitiveName> = (
  emit: Emit,
  inputs: readonly Value[],
  bias: Value,
  node: Applied<N>,
) => Value;

const conv =
  (write: typeof convolved): WithBias<"conv2d" | "depthwise_conv2d"> =>
  (emit, [x, kernel], bias, { inputs, attributes }) =>
    write(emit, {
      x: x!,
      kernel: kernel!,
      bias,
      shapes: { x: inputs[0]!.shape, kernel: inputs[1]!.shape as readonly number[] },
      attributes,
    });

/** Products that take a bias. */
const PRODUCTS: { readonly [N in "conv2d" | "depthwise_conv2d" | "matmul"]: WithBias<N> } = {
  conv2d: conv(convolved),
  depthwise_conv2d: conv(convolvedDepthwise),
  matmul: (emit, [a, b], bias, { attributes: { transposeA, transposeB } }) =>
    emit.op("Gemm", [a, b, bias], { transA: Number(transposeA), transB: Number(transposeB) }),
};

/** What of some nodes is written as products with a bias, by the sum. A product is used for nothing but the sum. */
export function findBiases(nodes: readonly Node[], roots: readonly Tensor[]): ReadonlyMap<Node, Biased> {
  const uses = new Map<Node, number>();
  const use = ({ node }: Tensor) => uses.set(node, (uses.get(node) ?? 0) + 1);
  for (const { inputs } of nodes) inputs.forEach(use);
  roots.forEach(use);
  const found = new Map<Node, Biased>();
  const taken = new Set<Node>();
  for (const node of nodes) {
    if (node.primitive !== "add") continue;
    const [a, b] = node.inputs as readonly [Tensor, Tensor];
    const biased = biasedBy(a, b) ?? biasedBy(b, a);
    if (biased === undefined || uses.get(biased.product) !== 1 || taken.has(biased.product)) continue;
    taken.add(biased.product);
    found.set(node, biased);
  }
  return found;
}

function biasedBy({ node: product, shape }: Tensor, bias: Tensor): Biased | undefined {
  const takes = product.primitive in PRODUCTS && (product.primitive !== "matmul" || shape.length === 2);
  return takes && bias.shape.length === 1 && bias.shape[0] === shape.at(-1) ? { product, bias } : undefined;
}

/** Writes a product with its bias. */
export function writeBiased(
  emit: Emit,
  inputs: readonly Value[],
  bias: Value,
  { product }: Pick<Biased, "product">,
): Value {
  const write = PRODUCTS[product.primitive as keyof typeof PRODUCTS] as WithBias<never>;
  return write(emit, inputs, bias, product as Applied<never>);
}
