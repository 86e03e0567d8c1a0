import { product, type Tensor } from "../tensor.ts";
import type { PrimitiveOps } from "./primitives.ts";

/** What graphs need again and again, in terms of primitives. */
export function compositions(g: PrimitiveOps) {
  const lastAxis = (x: Tensor) => [x.shape.length - 1];
  const whole = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

  function squeeze(x: Tensor, axes: readonly number[]): Tensor {
    const gone = axes.map((axis) => whole(axis, x.shape.length));
    return g.reshape(
      x,
      x.shape.filter((_, i) => !gone.includes(i)),
    );
  }

  return {
    squeeze,
    /** Adds an axis of 1 so that it is `axis` in the result. */
    expandDims(x: Tensor, axis: number): Tensor {
      const at = whole(axis, x.shape.length + 1);
      return g.reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
    },

    /** `x · kernel` over the last axis: `[…, D]` by `[D, E]` gives `[…, E]`. */
    linear(x: Tensor, kernel: Tensor): Tensor {
      const lead = x.shape.slice(0, -1);
      const rows = g.reshape(x, [product(lead), x.shape.at(-1)!]);
      return g.reshape(g.matmul(rows, kernel), [...lead, kernel.shape[1]!]);
    },

    /** Between `low` and `high`; where it is cut, no gradient passes. */
    clip: (x: Tensor, low: number, high: number): Tensor =>
      g.minimum(g.maximum(x, g.scalar(low)), g.scalar(high)),

    /** `x · Φ(x)` with the exact normal distribution function (Hendrycks & Gimpel 2016, arXiv 1606.08415). */
    gelu(x: Tensor): Tensor {
      const twice = g.add(g.erf(g.mul(x, g.scalar(Math.SQRT1_2))), g.scalar(1));
      return g.mul(g.mul(x, g.scalar(0.5)), twice);
    },

    /** x where it is positive, else `e^x - 1` (Clevert et al., ICLR 2016, arXiv 1511.07289). */
    elu(x: Tensor): Tensor {
      const below = g.sub(g.exp(g.minimum(x, g.scalar(0))), g.scalar(1));
      return g.select(g.greater(x, g.scalar(0)), x, below);
    },

    /** `log Σ e^x` over axes, without overflow; not for rows of nothing but -∞. */
    logSumExp(x: Tensor, axes: readonly number[], keep = false): Tensor {
      const largest = g.stopGradient(g.reduceMax(x, axes, true));
      const sum = g.add(g.log(g.reduceSum(g.exp(g.sub(x, largest)), axes, true)), largest);
      return keep ? sum : squeeze(sum, axes);
    },
    /** `log Σ e^x` place by place over several tensors, without overflow; not where all are -∞. */
    logAddExp(xs: readonly Tensor[]): Tensor {
      if (xs.length === 1) return xs[0]!;
      const largest = g.stopGradient(xs.reduce((a, b) => g.maximum(a, b)));
      const sum = xs.map((x) => g.exp(g.sub(x, largest))).reduce((a, b) => g.add(a, b));
      return g.add(g.log(sum), largest);
    },

    /** `(x - μ) / √(σ² + ε) · scale + offset` over the last axis (Ba, Kiros & Hinton 2016, arXiv 1607.06450). */
    layerNorm(x: Tensor, scale: Tensor, offset: Tensor, epsilon: number): Tensor {
      const centred = g.sub(x, g.reduceMean(x, lastAxis(x), true));
      const variance = g.reduceMean(g.square(centred), lastAxis(x), true);
      const normalised = g.mul(centred, g.rsqrt(g.add(variance, g.scalar(epsilon))));
      return g.add(g.mul(normalised, scale), offset);
    },
    /** Batch normalisation by statistics that were kept, over the last axis. */
    batchNormInference(
      x: Tensor,
      scale: Tensor,
      offset: Tensor,
      mean: Tensor,
      variance: Tensor,
      epsilon: number,
    ): Tensor {
      const factor = g.mul(scale, g.rsqrt(g.add(variance, g.scalar(epsilon))));
      return g.add(g.mul(x, factor), g.sub(offset, g.mul(mean, factor)));
    },

    /**
     * Mean over axes of the places whose `mask` (float32, broadcasts against x) is above 0; of nothing, 0. What the
     * other places hold never matters, not even a NaN.
     */
    maskedMean(x: Tensor, mask: Tensor, axes: readonly number[]): Tensor {
      const filled = g.greater(mask, g.scalar(0));
      const total = g.reduceSum(g.select(filled, x, g.scalar(0)), axes);
      const count = g.reduceSum(g.broadcastTo(g.cast(filled, "float32"), x.shape), axes);
      return g.div(total, g.maximum(count, g.scalar(1)));
    },
  };
}

export type Compositions = ReturnType<typeof compositions>;
