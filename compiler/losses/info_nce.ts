import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import { showAxisNames } from "../operators/rules.ts";
import { number } from "../operators/settings.ts";
import { compareSizes, showSize } from "../types/size.ts";
import { CHANNEL } from "../types/value-type.ts";
import { valueLoss } from "./define.ts";

/** Keeps the length of a vector of zeros above 0. */
const SMALLEST = 1e-12;
/** Stands for the logarithm of zero: far below any similarity, and finite. */
const NEVER = -1e9;

export const infoNce = valueLoss({
  name: "info_nce",
  summary: "Brings what two values say of one record together, and of different records apart.",
  documentation:
    "The cosines of every `a` with every `b` of the batch, divided by `temperature`, are logits that tell which `b` belongs to an `a`, and which `a` to a `b`; the loss is the mean cross-entropy of both. The other rows of the batch are the negatives, so that it says more with larger batches, and is 0 for a batch of one. Records that lack one of the values are nobody's negative. Any normalisation happens inside.",
  values: { a: ["feature"], b: ["feature"] },
  settings: {
    temperature: number("what cosines are divided by: small ones look at the nearest negatives alone", {
      from: 0.001,
      default: 0.07,
    }),
  },
  check([a, b], at) {
    for (const [name, type] of [["a", a!] as const, ["b", b!] as const]) {
      if (type.axes.length === 1 && type.axes[0]!.name === CHANNEL) continue;
      at.fail("loss_vectors", name, { loss: "info_nce", value: at.words(name), axes: showAxisNames(type) });
      return false;
    }
    const [first, other] = [a!.axes[0]!.size, b!.axes[0]!.size];
    if (compareSizes(first, other) !== "different") return true;
    const help = [`map one of them to the width of the other first, with \`dense(${showSize(first)})\``];
    at.fail("sizes_differ", "b", { axis: CHANNEL, first: showSize(first), other: showSize(other) }, { help });
    return false;
  },
  perRow(g, { values: [a, b], present }, { temperature }) {
    const [x, y] = [unit(g, a!.tensor), unit(g, b!.tensor)];
    const scale = g.scalar(1 / temperature);
    const own = g.mul(g.reduceSum(g.mul(x, y), [1]), scale);
    const all = g.mul(g.matmul(x, y, { transposeB: true }), scale);
    // Along a row stand the candidates for an `a`, along a column those for a `b`.
    const among = (axis: 0 | 1): Tensor => {
      if (present === undefined) return g.logSumExp(all, [axis]);
      const there = g.greater(g.reshape(present, axis === 1 ? [1, BATCH] : [BATCH, 1]), g.scalar(0));
      return g.logSumExp(g.select(there, all, g.scalar(NEVER)), [axis]);
    };
    const both = g.add(g.sub(among(1), own), g.sub(among(0), own));
    return g.mul(both, g.scalar(0.5));
  },
  source: "van den Oord et al., 2018, arXiv 1807.03748; both ways as Radford et al., ICML 2021 (CLIP)",
  example: "minimise: info_nce(words, sight, temperature: 0.1)",
});

const unit = (g: Ops, x: Tensor): Tensor =>
  g.mul(x, g.rsqrt(g.add(g.reduceSum(g.square(x), [1], true), g.scalar(SMALLEST))));
