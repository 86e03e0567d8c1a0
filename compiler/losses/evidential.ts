import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { choice, integer, number } from "../operators/settings.ts";
import { loss } from "./define.ts";
import { digamma, logGamma } from "./gamma.ts";

export const evidential = loss({
  name: "evidential",
  summary:
    "Learns evidence for each label: the expected error under the Dirichlet distribution that it makes.",
  documentation:
    "For logits that are to be joined by the operator `evidential`: with the evidence `e = softplus(logit)`, `α = e + 1`, `S = Σ α`, `p = α / S` and t 1 for the true label, `squared` is `Σ (t - p)² + p (1 - p) / (S + 1)` and `cross_entropy` is `Σ t (ψ(S) - ψ(α))`, the means of the squared error and of the surprise over the distribution. To both, `penalty` times the divergence `KL(Dir(t + (1 - t) α) ‖ Dir(1))` is added, which takes back evidence for labels that are not true. With `warmup` it is raised evenly from 0 over so many steps, as in the papers over the first epochs (Sensoy: 10, Han: 50, both up to 1): at first a model that has to take back evidence learns to have none. Give each view a term of its own, and the joint decision a `cross_entropy`.",
  accepts: ["logits"],
  targets: ["category"],
  settings: {
    form: choice(["squared", "cross_entropy"], "of which error the mean is taken", { default: "squared" }),
    penalty: number("what evidence for labels that are not true costs", { from: 0, default: 0.1 }),
    warmup: integer("steps over which the penalty is raised to that; if left out, it is there at once", {
      optional: true,
    }),
  },
  perRow(g, { value, target, step }, { form, penalty, warmup }) {
    const evidence = g.softplus(value.tensor);
    const alpha = g.add(evidence, g.scalar(1));
    const truth = g.oneHot(target, alpha.shape.at(-1) as number);
    const error = FORMS[form](g, alpha, truth);
    if (penalty === 0) return error;
    const astray = g.add(g.mul(evidence, g.sub(g.scalar(1), truth)), g.scalar(1));
    const cost = g.scalar(penalty);
    const raised =
      warmup === undefined ? cost : g.mul(cost, g.minimum(g.mul(step(), g.scalar(1 / warmup)), g.scalar(1)));
    return g.add(error, g.mul(divergence(g, astray), raised));
  },
  source: "Sensoy et al., NeurIPS 2018, arXiv 1806.01768; Han et al., ICLR 2021, arXiv 2102.02051",
  example: "minimise: evidential(mood)",
});

const total = (g: Ops, x: Tensor) => g.reduceSum(x, [1], true);

const FORMS = {
  squared(g: Ops, alpha: Tensor, truth: Tensor) {
    const strength = total(g, alpha);
    const p = g.div(alpha, strength);
    const variance = g.div(g.mul(p, g.sub(g.scalar(1), p)), g.add(strength, g.scalar(1)));
    return g.reduceSum(g.add(g.square(g.sub(truth, p)), variance), [1]);
  },
  cross_entropy: (g: Ops, alpha: Tensor, truth: Tensor) =>
    g.reduceSum(g.mul(truth, g.sub(digamma(g, total(g, alpha)), digamma(g, alpha))), [1]),
};

/** `KL(Dir(α) ‖ Dir(1))` for each row of `α`. */
function divergence(g: Ops, alpha: Tensor): Tensor {
  const labels = alpha.shape.at(-1) as number;
  let even = 0;
  for (let k = 2; k < labels; k++) even += Math.log(k);
  const strength = total(g, alpha);
  const normalisers = g.sub(g.reduceSum(logGamma(g, strength), [1]), g.reduceSum(logGamma(g, alpha), [1]));
  const expected = g.mul(g.sub(alpha, g.scalar(1)), g.sub(digamma(g, alpha), digamma(g, strength)));
  return g.add(g.sub(normalisers, g.scalar(even)), g.reduceSum(expected, [1]));
}
