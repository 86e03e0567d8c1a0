import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type Range, UNBOUNDED } from "../types/value-type.ts";

export interface Activation {
  readonly summary: string;
  /** More for the reference, where there is more to say. */
  readonly documentation?: string;
  readonly apply: (g: Ops, x: Tensor) => Tensor;
  readonly range: Range;
  readonly source?: string;
}

const between = (low: number, high: number): Range => ({ name: "between", low, high });

/** Activations, as operators of their own and as a setting of layers. */
export const ACTIVATIONS = {
  relu: {
    summary: "Keeps what is positive: `max(x, 0)`.",
    apply: (g, x) => g.relu(x),
    range: between(0, Infinity),
    source: "Nair & Hinton, ICML 2010",
  },
  gelu: {
    summary: "The Gaussian error linear unit, `x · Φ(x)` with the exact distribution function.",
    apply: (g, x) => g.gelu(x),
    range: UNBOUNDED,
    source: "Hendrycks & Gimpel 2016, arXiv 1606.08415",
  },
  leaky_relu: {
    summary: "Keeps what is positive and a hundredth of what is negative: `max(x, 0.01 · x)`.",
    apply: (g, x) => g.maximum(x, g.mul(x, g.scalar(0.01))),
    range: UNBOUNDED,
    source: "Maas, Hannun & Ng, ICML workshop 2013",
  },
  elu: {
    summary: "Keeps what is positive; what is negative becomes `e^x - 1`.",
    apply: (g, x) => g.elu(x),
    range: between(-1, Infinity),
    source: "Clevert, Unterthiner & Hochreiter, ICLR 2016, arXiv 1511.07289",
  },
  silu: {
    summary: "The sigmoid linear unit, `x / (1 + e^-x)`, also called swish.",
    apply: (g, x) => g.mul(x, g.sigmoid(x)),
    range: UNBOUNDED,
    source: "Elfwing, Uchibe & Doya 2018, arXiv 1702.03118; Ramachandran, Zoph & Le 2017, arXiv 1710.05941",
  },
  tanh: {
    summary: "The hyperbolic tangent, between -1 and 1.",
    apply: (g, x) => g.tanh(x),
    range: between(-1, 1),
  },
  sigmoid: {
    summary: "The logistic function `1 / (1 + e^-x)`, between 0 and 1.",
    apply: (g, x) => g.sigmoid(x),
    range: between(0, 1),
  },
  signed_sqrt: {
    summary: "The square root of how large a number is, with its sign: evens out products.",
    documentation:
      "`sign(x) · (√(|x| + ε) - √ε)` with `ε` 1e-6: as `√|x|`, but for its slope at 0, which is `1 / (2 √ε)` = 500 in place of infinity. Of vectors that are 0 throughout, `signed_sqrt |> l2_norm` gives 0; near there its slope is at most the product of both, 500 / √epsilon of the norm, so that a larger `epsilon` there, such as 1e-3, calms training where products may vanish.",
    apply(g, x) {
      const root = g.sqrt(g.add(g.abs(x), g.scalar(ROOT_EPSILON)));
      return g.mul(g.sign(x), g.sub(root, g.scalar(Math.sqrt(ROOT_EPSILON))));
    },
    range: UNBOUNDED,
    source: "Perronnin, Sánchez & Mensink, ECCV 2010 (power normalisation)",
  },
} as const satisfies Record<string, Activation>;

/** Added below the root, whose slope would be infinite at 0. */
const ROOT_EPSILON = 1e-6;

export type ActivationName = keyof typeof ACTIVATIONS;

/** The names a layer's `activation` setting takes; `linear` leaves the values as they are. */
export const ACTIVATION_NAMES = ["linear", ...(Object.keys(ACTIVATIONS) as ActivationName[])] as const;

export function activate(g: Ops, name: (typeof ACTIVATION_NAMES)[number], x: Tensor): Tensor {
  return name === "linear" ? x : ACTIVATIONS[name].apply(g, x);
}

export function activatedRange(name: (typeof ACTIVATION_NAMES)[number]): Range {
  return name === "linear" ? UNBOUNDED : ACTIVATIONS[name].range;
}
