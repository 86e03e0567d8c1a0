import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import { logProbabilities } from "../lower/probabilities.ts";
import { placesOf, UNROLL_LIMIT } from "../lower/unroll.ts";
import { loss } from "./define.ts";

/** Stands for the logarithm of zero: far below that of any path, and finite. */
const NEVER = -1e30;

export const ctc = loss({
  name: "ctc",
  summary: "The surprise at a sequence of labels, over all ways in which the steps could spell it.",
  documentation:
    "`-log Σ Π_t p_t`, summed over all paths, a label or a blank at each step, that become the target when equal neighbours are merged and blanks left out. The sum is the forward recursion, in logarithms and written out step by step. A record whose target needs more steps than it has counts for nothing: each label needs one, and one more stands between two equal ones.",
  accepts: ["logits", "probability"],
  targets: ["sequence"],
  settings: {},
  check(_, output, at) {
    if (output.kind !== "sequence" || output.steps <= UNROLL_LIMIT) return true;
    const parameters = { operator: "ctc", limit: UNROLL_LIMIT, axis: output.name, size: output.steps };
    at.fail("sequence_long", "call", parameters);
    return false;
  },
  perRow(g, { value, target, mask }) {
    const log = logProbabilities(g, value);
    const labels = log.shape.at(-1) as number;
    const places = spelt(g, target, labels - 1);
    const emitted = emissions(g, log, places, labels);
    const skips = mayskip(g, places, labels - 1);
    const filled = mask(value.type.axes[0]!);

    const width = places.shape[1] as number;
    // Before the first step, as if the blank at the front had been there.
    let alpha = g.add(g.fill(0, [BATCH, width]), g.constant(onlyFirst(width), [1, width]));
    for (const [step, emission] of emitted.entries()) {
      const from = [alpha, shifted(g, alpha, 1), g.add(shifted(g, alpha, 2), skips)];
      const next = g.add(g.logAddExp(from), emission);
      if (filled === undefined) alpha = next;
      else {
        const here = g.greater(g.slice(filled, [0, step], [BATCH, 1]), g.scalar(0));
        alpha = g.select(here, next, alpha);
      }
    }
    const total = g.logSumExp(g.select(ends(g, target, width), alpha, g.scalar(NEVER)), [1]);
    return g.select(g.greater(total, g.scalar(NEVER / 2)), g.neg(total), g.scalar(0));
  },
  source: "Graves et al., ICML 2006",
  example: "minimise: ctc(moods)",
});

const onlyFirst = (width: number) => Array.from({ length: width }, (_, place) => (place === 0 ? 0 : NEVER));

/** The target with a blank before, between and behind its labels: int32 `[B, 2 L + 1]`; -1 where it has ended. */
function spelt(g: Ops, target: Tensor, blank: number): Tensor {
  const length = target.shape[1] as number;
  const column = (rank: number) => g.fill(blank, [BATCH, ...Array<number>(rank).fill(1)], "int32");
  const blanks = g.broadcastTo(column(2), [BATCH, length, 1]);
  const pairs = g.concat([g.reshape(target, [BATCH, length, 1]), blanks], 2);
  return g.concat([column(1), g.reshape(pairs, [BATCH, 2 * length])], 1);
}

/** For every step, the log-probability `[B, places]` of what stands at each place. */
function emissions(g: Ops, log: Tensor, places: Tensor, labels: number): Tensor[] {
  const chosen = g.oneHot(places, labels);
  return placesOf(g, g.matmul(log, chosen, { transposeB: true }));
}

/** 0 at a place that may be reached from two before, past the blank between two different labels; else far below. */
function mayskip(g: Ops, places: Tensor, blank: number): Tensor {
  const width = places.shape[1] as number;
  const before = g.concat(
    [g.fill(blank, [BATCH, 2], "int32"), g.slice(places, [0, 0], [BATCH, width - 2])],
    1,
  );
  const isBlank = g.equal(places, g.scalar(blank, "int32"));
  return g.select(g.logicalOr(isBlank, g.equal(places, before)), g.scalar(NEVER), g.scalar(0));
}

/** Everything moved to so many places further on. */
function shifted(g: Ops, alpha: Tensor, by: number): Tensor {
  const width = alpha.shape[1] as number;
  return g.concat([g.fill(NEVER, [BATCH, by]), g.slice(alpha, [0, 0], [BATCH, width - by])], 1);
}

/** Where a path may end: at the last label or the blank behind it. bool `[B, places]` */
function ends(g: Ops, target: Tensor, width: number): Tensor {
  const none = g.scalar(0, "int32");
  const there = g.cast(g.greaterEqual(target, none), "int32");
  const last = g.reshape(g.mul(g.reduceSum(there, [1]), g.scalar(2, "int32")), [BATCH, 1]);
  const places = g.constant(
    Array.from({ length: width }, (_, place) => place),
    [1, width],
    "int32",
  );
  return g.logicalOr(g.equal(places, last), g.equal(places, g.sub(last, g.scalar(1, "int32"))));
}
