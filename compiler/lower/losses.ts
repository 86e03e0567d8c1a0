import type { LossTerm } from "../check/loss-term.ts";
import type { TrainSpec } from "../check/train.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import { type AnyLoss, hasTarget } from "../losses/define.ts";
import { losses } from "../losses/index.generated.ts";
import type { BalanceName } from "../plan/balances.ts";
import type { BlendSpec } from "../plan/compiled-model.ts";
import type { FitRule, OutputSpec } from "../plan/interface.ts";
import { type Forward, readCounter } from "./forward.ts";
import { scaleOf } from "./scaled-targets.ts";
import type { Variables } from "./variables.ts";

/** What one term gives of a batch. */
interface Termed {
  readonly term: LossTerm;
  /** Of each row, float32 `[B]`: what rows are lacking count for nothing, the others for more, so that its mean is that of those present. */
  readonly rows: Tensor;
  /** Its mean over the rows that have it. */
  readonly mean: Tensor;
}

/** Every term as it is reported, and what is minimised: row by row, and its mean. */
export interface Minimised {
  readonly terms: readonly Termed[];
  readonly rows: Tensor;
  readonly mean: Tensor;
}

/** Writes what a training minimises. */
export function minimised(
  g: Ops,
  { terms, balance, phases, data }: Pick<TrainSpec, "terms" | "balance" | "phases" | "data">,
  forward: Forward,
  variables: Variables,
): Minimised {
  const termed = terms.map((term): Termed => {
    const { rows, present } = g.within({ path: `loss/${term.name}`, span: term.span }, () =>
      termLoss(g, term, forward, variables, data, () => g.cast(stepsTaken(g, variables, phases), "float32")),
    );
    return { term, ...averaged(g, rows, present) };
  });
  const weigh = BALANCED[balance.name];
  const total = (of: "rows" | "mean") =>
    termed.map((one) => weigh(g, one.term, one[of], variables, terms)).reduce((a, b) => g.add(a, b));
  return { terms: termed, rows: total("rows"), mean: total("mean") };
}

/** A loss row by row and its mean, over the rows that are `present` where that is given. */
function averaged(g: Ops, rows: Tensor, present: Tensor | undefined): Pick<Termed, "rows" | "mean"> {
  if (present === undefined) return { rows, mean: g.reduceMean(rows, [0]) };
  const there = g.select(g.greater(present, g.scalar(0)), rows, g.scalar(0));
  const count = g.maximum(g.reduceSum(present, [0]), g.scalar(1));
  return {
    rows: g.mul(there, g.div(g.count([BATCH]), count)),
    mean: g.div(g.reduceSum(there, [0]), count),
  };
}

/** Where the weights stand that balance a term against the others. */
export const balancePath = (term: string): string => `balance/${term}`;

/** Steps that the training, or the present one of its phases, has taken: an int32 scalar. */
export function stepsTaken(g: Ops, variables: Variables, phases: TrainSpec["phases"]): Tensor {
  const step = readCounter(g, variables, "step");
  return phases.length === 0 ? step : g.sub(step, readCounter(g, variables, "began"));
}

/** How the terms of a loss are weighed against each other: one of them, weighted. */
const BALANCED: Readonly<Record<BalanceName, Weigh>> = {
  /** By the weights that the author gives. */
  fixed: (g, { weight }, loss) => (weight === 1 ? loss : g.mul(loss, g.scalar(weight))),

  /**
   * By a trained log-variance s of each: `c e^-s L + s/2`, with c = 1/2 for squared errors, which makes it the negative
   * log-likelihood of a normal distribution, and 1 for others.
   *
   * Source: Kendall, Gal & Cipolla, CVPR 2018, arXiv 1705.07115.
   */
  uncertainty(g, { name, loss: called, span }, loss, variables) {
    const path = balancePath(name);
    const variable = variables.get({
      name: `${path}/log_variance`,
      role: "weight",
      shape: [],
      dtype: "float32",
      initialiser: { kind: "zeros" },
      origin: { path, span },
    });
    return g.within({ path, span }, () => {
      const s = g.read(variable);
      const of: AnyLoss = losses[called];
      const precision = g.exp(g.neg(s));
      const isNormal = hasTarget(of) && of.likelihood === "normal";
      const weight = isNormal ? g.mul(precision, g.scalar(0.5)) : precision;
      return g.add(g.mul(loss, weight), g.mul(s, g.scalar(0.5)));
    });
  },

  /** By shares of the terms that are minimised together, which the runtime sets: `s_k L_k / Σ s`. */
  gradient_blend(g, { name, span }, loss, variables, terms) {
    return g.within({ path: balancePath(name), span }, () => {
      const total = terms
        .map((term) => g.read(blendVariables(variables, term).share))
        .reduce((a, b) => g.add(a, b));
      return g.mul(loss, g.div(g.read(blendVariables(variables, { name, span }).share), total));
    });
  },
};

/** A term's loss, weighed against those of all `terms` that are minimised with it. */
type Weigh = (
  g: Ops,
  term: LossTerm,
  loss: Tensor,
  variables: Variables,
  terms: readonly LossTerm[],
) => Tensor;

/** The states by which a term is blended: its share, and its losses at the last measurement. */
function blendVariables(variables: Variables, { name, span }: Pick<LossTerm, "name" | "span">) {
  const path = balancePath(name);
  const state = (own: string, shape: readonly number[], kind: "ones" | "zeros") =>
    variables.get({
      name: `${path}/${own}`,
      role: "state",
      shape,
      dtype: "float32",
      initialiser: { kind },
      origin: { path, span },
    });
  return { share: state("share", [], "ones"), marks: state("marks", [2], "zeros") };
}

/** What the runtime needs to blend terms; undefined where they are balanced otherwise. */
export function blended(
  { terms, balance }: Pick<TrainSpec, "terms" | "balance">,
  variables: Variables,
): BlendSpec | undefined {
  if (balance.name !== "gradient_blend") return undefined;
  const own = terms.map((term) => {
    const { share, marks } = blendVariables(variables, term);
    return { term: term.name, share: share.name, marks: marks.name };
  });
  return { every: balance.settings.every as number, terms: own };
}

/** One term for every row, `[B]`, and which rows have it where some may not. */
function termLoss(
  g: Ops,
  term: LossTerm,
  forward: Forward,
  variables: Variables,
  data: TrainSpec["data"],
  step: () => Tensor,
): { rows: Tensor; present: Tensor | undefined } {
  const loss: AnyLoss = losses[term.loss];
  const values = term.values.map((value) => forward.values.get(value.id)!);
  const flags = term.values.flatMap(({ type }, i) =>
    type.presence === "optional" ? (values[i]!.presence ?? []) : [],
  );
  const present = flags.length === 0 ? undefined : flags.reduce((a, b) => g.mul(a, b));
  if (!hasTarget(loss)) {
    const rows = loss.perRow(g, { values, ...(present && { present }) }, term.settings as never);
    return { rows, present };
  }
  const { output } = term;
  if (output === undefined) throw new Error(`${term.name} has no target`);
  const { name, target: spec } = output;
  const target = g.feed({ name, shape: [BATCH, ...spec.shape], dtype: spec.dtype });
  const { mask } = forward;
  const compared = {
    value: values[0]!,
    output,
    target: scaleOf(g, output, data, variables)?.learned(target) ?? target,
    mask,
    step,
    fitted: fitting(g, term, output, variables),
  };
  return { rows: loss.perRow(g, compared, term.settings as never), present };
}

/** Variables that are fitted to the training rows before the first step. */
function fitting(g: Ops, { name, span }: LossTerm, output: OutputSpec, variables: Variables) {
  return (rule: FitRule): Tensor => {
    if (!("category" in output)) throw new Error(`${output.name} has no labels`);
    const path = `loss/${name}`;
    return g.read(
      variables.get({
        name: `${path}/${rule}`,
        role: "frozen",
        shape: [output.category.labels.length],
        dtype: "float32",
        initialiser: { kind: "ones" },
        origin: { path, span },
        fitted: { rule, output: output.name },
      }),
    );
  };
}

/** The values that are used: of each term, those that it is of. */
export const termValues = ({ terms }: Pick<TrainSpec, "terms">) => terms.flatMap((term) => term.values);
