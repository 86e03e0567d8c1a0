import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { perRow } from "../../lower/arrange.ts";
import type { Lowered } from "../../lower/context.ts";
import { asDecision, countPresent, logDecisions, NEVER, rankOfDecision } from "../../lower/decisions.ts";
import { middle, sorted } from "../../lower/median.ts";
import type { Judged } from "../../lower/validation.ts";
import { isDecision } from "../../types/value-type.ts";
import { isAboutEach, jointDecision } from "../decisions.ts";
import { many, operator } from "../define.ts";
import { showAxisNames } from "../rules.ts";
import { choice } from "../settings.ts";

const RULES = ["mean", "geometric", "majority", "max", "min", "median"] as const;

/** Rules that ask how much each path counts; the others look at what is decided alone. */
const WEIGHTED: readonly string[] = ["mean", "geometric", "majority"];

export const vote = operator({
  name: "vote",
  summary: "Joins the decisions of several paths by a rule, each with its weight: late fusion.",
  documentation: [
    "Over the paths that a record has, with `p_m` their probabilities; logits are turned into probabilities first. The `rule` says how they are joined:",
    "",
    "- `mean`: `p = Σ w_m p_m / Σ w_m`. Forgiving: no single path can rule a label out.",
    "- `geometric`: `p ∝ Π p_m^(w_m / Σ w)`, the logarithmic opinion pool. `product` is its unaveraged form, for paths whose evidence is independent.",
    "- `majority`: each path votes for its likeliest label with its weight, and `p` is each label's share of the votes; a tie within a path splits its vote. No gradient passes to the paths, so give each a loss of its own.",
    "- `max`, `min`, `median`: of each label's probabilities, brought back to the sum 1. The median of an even number is the mean of the middle two.",
    "",
    "`equal` gives every path one vote; `learned` trains one weight per path, started equal; `confidence` weighs a path, row by row, by how sure it is: by the probability of its likeliest label (`max`), or by `1 - H(p) / log K`, one minus its entropy as a share of the largest (`entropy`). Gradients flow through it. How sure a path sounds means something only where it is calibrated. `validation` weighs a path by its accuracy on the validation split, of the records that have it: state that is set after every epoch, at first equal, and that no gradient moves. Metrics of the validation split are then a little too good, since it chose the weights; those of the test split are not.",
    "",
    "Where any number of labels may hold, as `tag` decides, every label is joined by itself: as a decision of two labels, that it holds and that it does not.",
  ].join("\n"),
  family: "decide",
  operands: { xs: many(["logits", "probability", "probabilities"], "the decisions, all about one category") },
  settings: {
    weight: choice(["equal", "learned", "confidence", "validation"], "what a path's vote counts", {
      default: "equal",
    }),
    rule: choice(RULES, "how the votes are joined", { default: "mean" }),
    confidence: choice(
      ["max", "entropy"],
      "how sure a path is, for `weight: confidence`; if left out, `max`",
      {
        optional: true,
      },
    ),
  },
  presence: { rule: "the votes of absent paths are left out and the others renormalised" },
  ragged: "pass",
  commutative: true,
  unweighted: { weight: "equal" },
  type({ xs }, { weight, rule, confidence }, at) {
    const help = ["leave it out"];
    if (weight !== "equal" && !WEIGHTED.includes(rule)) {
      const reason = `the rule \`${rule}\` counts every path alike`;
      return at.fail("setting_idle", "weight", { setting: "weight", reason }, { help });
    }
    if (confidence !== undefined && weight !== "confidence") {
      const reason = "only `weight: confidence` asks how sure a path is";
      return at.fail("setting_idle", "confidence", { setting: "confidence", reason }, { help });
    }
    const result = jointDecision(at, xs);
    if (weight === "validation" && xs.some(isAboutEach)) {
      const reason = "a record may have any number of labels, so that no path is right or wrong about it";
      return at.fail("setting_idle", "weight", { setting: "weight: validation", reason });
    }
    if (result === undefined || weight !== "validation" || result.axes.length === 1) return result;
    return at.fail("decision_places", "xs", {
      setting: "weight: validation",
      value: at.words("xs", 0),
      axes: showAxisNames(xs[0]!),
    });
  },
  judged({ xs }, { weight }) {
    const { kind } = xs[0]!;
    return weight === "validation" && isDecision(kind) ? kind.of : undefined;
  },
  parameters: {
    formula: "one per path if `learned`, else 0",
    count: ({ xs }, { weight }) => (weight === "learned" ? xs.length : 0),
  },
  // The median is found by a network of comparisons.
  repeats: ({ xs }) => xs.length,
  lower({ g, weight: trained, state }, { xs }, { weight, rule, confidence }) {
    const order = xs[0]!.type.axes;
    const rank = rankOfDecision(xs[0]!);
    const learned = weight === "learned" ? trained("votes", [xs.length], { kind: "zeros" }) : undefined;
    const logs = logDecisions(g, xs, order);
    const accuracies =
      weight === "validation"
        ? state("accuracies", [xs.length], { kind: "ones" }, (labels) => hits(g, xs, logs, labels))
        : undefined;
    const perPath = learned ?? (accuracies && g.log(g.maximum(accuracies, g.scalar(LEAST))));
    const ballots = xs.map((x, m): Ballot => {
      const log = logs[m]!;
      const own = perPath && g.reshape(g.slice(perPath, [m], [1]), Array(rank + 1).fill(1));
      const sure = weight === "confidence" ? CONFIDENCES[confidence ?? "max"](g, log) : undefined;
      const present =
        x.presence === undefined ? undefined : g.greater(perRow(g, x.presence, rank), g.scalar(0));
      const logWeight = sure ?? own ?? g.scalar(0);
      return { log, present, weight: present ? g.select(present, logWeight, g.scalar(NEVER)) : logWeight };
    });
    return asDecision(g, xs, JOIN[rule](g, ballots, xs));
  },
  source:
    "Kittler et al., TPAMI 1998 (rules of combination); Genest & Zidek, Statistical Science 1, 1986 (opinion pools)",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    output mood: Mood = vote(reading |> classify(Mood), speech |> classify(Mood), weight: confidence)`,
});

/** What one path says of every row. Everything is in logarithms, so that small probabilities are told apart. */
interface Ballot {
  /** `[B, …, K]`, or `[B, …, K, 2]` where labels are decided about each by itself: log p; 0 in rows that lack the path. */
  readonly log: Tensor;
  /** `[B, …, 1]`: log w; `NEVER` in rows that lack the path. */
  readonly weight: Tensor;
  /** Which rows have the path, where some may not. */
  readonly present: Tensor | undefined;
}

/** The least that a path counts: paths that know nothing at all must not leave a row without any weight. */
const LEAST = 1e-30;

/** The logarithm of how sure a path is, `[B, …, 1]`, from its log-probabilities. */
const CONFIDENCES = {
  max: (g: Ops, log: Tensor) => g.reduceMax(log, [-1], true),
  entropy(g: Ops, log: Tensor) {
    // 1 - H / log K is the distance from the uniform distribution, in units of log K.
    const most = Math.log(log.shape.at(-1) as number);
    const distance = g.reduceSum(g.mul(g.exp(log), g.add(log, g.scalar(most))), [-1], true);
    return g.log(g.maximum(g.mul(distance, g.scalar(1 / most)), g.scalar(LEAST)));
  },
};

/** Where each path is right, of the rows that have it: `[B, paths]`. */
function hits(g: Ops, xs: readonly Lowered[], logs: readonly Tensor[], labels: Tensor): Judged {
  const column = (x: Tensor) => g.reshape(x, [...labels.shape, 1]);
  const counts = g.concat(
    xs.map(({ presence }) => column(presence ?? g.fill(1, labels.shape))),
    1,
  );
  const right = logs.map((log) => column(g.cast(g.equal(g.argmax(log, -1), labels), "float32")));
  return { values: g.mul(g.concat(right, 1), counts), counts };
}

type Join = (
  g: Ops,
  ballots: readonly Ballot[],
  xs: readonly Lowered[],
) => Tensor | { tensor: Tensor; log: Tensor };

const JOIN: Readonly<Record<(typeof RULES)[number], Join>> = {
  mean(g, ballots) {
    const log = g.logSumExp(
      g.add(
        stacked(
          g,
          ballots.map((ballot) => ballot.log),
        ),
        shares(g, ballots),
      ),
      [-2],
    );
    return { tensor: g.exp(log), log };
  },
  geometric: (g, ballots) =>
    normalised(
      g,
      weighted(
        g,
        ballots,
        ballots.map(({ log }) => log),
      ),
    ),
  majority(g, ballots) {
    const votes = ballots.map(({ log }) => {
      const likeliest = g.cast(g.equal(log, g.reduceMax(log, [-1], true)), "float32");
      return g.div(likeliest, g.reduceSum(likeliest, [-1], true));
    });
    return weighted(g, ballots, votes);
  },
  max: (g, ballots) =>
    normalised(
      g,
      heard(g, ballots, NEVER).reduce((a, b) => g.maximum(a, b)),
    ),
  min: (g, ballots) =>
    normalised(
      g,
      heard(g, ballots, -NEVER).reduce((a, b) => g.minimum(a, b)),
    ),
  median(g, ballots, xs) {
    const some = ballots.some(({ present }) => present !== undefined);
    const count = some ? countPresent(g, xs, ballots[0]!.log.shape.length - 1) : undefined;
    const [lower, upper] = middle(g, sorted(g, heard(g, ballots, -NEVER)), count);
    return normalised(g, lower === upper ? lower : g.logAddExp([lower, upper]));
  },
};

/** What the paths say above one another, `[B, …, paths, K]`. */
const stacked = (g: Ops, tensors: readonly Tensor[]): Tensor =>
  g.concat(
    tensors.map((tensor) => g.expandDims(tensor, -2)),
    -2,
  );

/** The logarithms of the paths' shares of all weight, `[B, …, paths, 1]`. */
function shares(g: Ops, ballots: readonly Ballot[]): Tensor {
  const one = [...ballots[0]!.log.shape.slice(0, -1), 1];
  const weights = ballots.map(({ weight }) => g.broadcastTo(weight, one));
  return g.expandDims(g.logSoftmax(g.concat(weights, -1)), -1);
}

/** The mean of what the paths say, by their shares. */
const weighted = (g: Ops, ballots: readonly Ballot[], tensors: readonly Tensor[]): Tensor =>
  g.reduceSum(g.mul(g.exp(shares(g, ballots)), stacked(g, tensors)), [-2]);

/** What the paths say, with `silence` in the rows that lack them. */
const heard = (g: Ops, ballots: readonly Ballot[], silence: number): Tensor[] =>
  ballots.map(({ log, present }) => (present ? g.select(present, log, g.scalar(silence)) : log));

function normalised(g: Ops, score: Tensor) {
  const log = g.logSoftmax(score);
  return { tensor: g.exp(log), log };
}
