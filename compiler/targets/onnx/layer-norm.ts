import { appliedAs } from "../../graph/primitives/index.ts";
import type { Node, Tensor } from "../../graph/tensor.ts";

/** Layer normalisation over the last axis, with a scale and an offset for each of its places. */
export interface LayerNorm {
  readonly x: Tensor;
  readonly scale: Tensor;
  readonly offset: Tensor;
  readonly epsilon: number;
}

/** The layer normalisation that a sum ends, as `layerNorm` of `graph/ops/compositions.ts` writes it. */
export function layerNormOf(node: Node): LayerNorm | undefined {
  for (const [scaled, offset] of operands(node, "add")) {
    for (const [normalised, scale] of operands(scaled.node, "mul")) {
      for (const [centred, spread] of operands(normalised.node, "mul")) {
        const [inside] = spread.node.primitive === "rsqrt" ? spread.node.inputs : [];
        const x = centredFrom(centred);
        if (inside === undefined || x === undefined || !alike(x, scale) || !alike(x, offset)) continue;
        for (const [variance, small] of operands(inside.node, "add")) {
          const epsilon = numberOf(small);
          if (epsilon === undefined || !isMeanSquare(variance, centred)) continue;
          return { x, scale, offset, epsilon };
        }
      }
    }
  }
  return undefined;
}

/** Both orders of the operands of a primitive that has two. */
export function operands(node: Node, primitive: "add" | "mul"): (readonly [Tensor, Tensor])[] {
  if (node.primitive !== primitive) return [];
  const [a, b] = node.inputs as readonly [Tensor, Tensor];
  return [
    [a, b],
    [b, a],
  ];
}

/** What a mean over the last axis, which stays, is of. */
function meanOf({ node, shape }: Tensor): Tensor | undefined {
  const mean = appliedAs(node, "reduce_mean");
  if (mean === undefined) return undefined;
  const { axes, keep } = mean.attributes;
  return keep && axes.length === 1 && axes[0] === shape.length - 1 ? node.inputs[0] : undefined;
}

/** What a difference from its own mean is of. */
function centredFrom({ node }: Tensor): Tensor | undefined {
  if (node.primitive !== "sub") return undefined;
  const [x, mean] = node.inputs as readonly [Tensor, Tensor];
  return meanOf(mean) === x ? x : undefined;
}

function isMeanSquare(variance: Tensor, centred: Tensor): boolean {
  const square = meanOf(variance)?.node;
  if (square?.primitive === "square") return square.inputs[0] === centred;
  return square?.primitive === "mul" && square.inputs.every((input) => input === centred);
}

const alike = (x: Tensor, { shape }: Tensor) => shape.length === 1 && shape[0] === x.shape.at(-1);

/** The number of a constant of one number. */
export function numberOf({ node }: Tensor): number | undefined {
  const value = appliedAs(node, "constant")?.attributes.value;
  return value?.length === 1 ? value[0] : undefined;
}
