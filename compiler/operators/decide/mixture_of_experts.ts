import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { arranged, perRow, presentOr } from "../../lower/arrange.ts";
import type { Lowered } from "../../lower/context.ts";
import { logDecisions, logShares, NEVER } from "../../lower/decisions.ts";
import { showType } from "../../types/show.ts";
import { CHANNEL, isDecision, UNBOUNDED, type ValueType } from "../../types/value-type.ts";
import { jointDecision } from "../decisions.ts";
import { many, one, operator, type RuleContext } from "../define.ts";
import { hiddenUnits, perceptron, perceptronFormula, perceptronWeights } from "../perceptron.ts";
import { channelsOf, joinAxes, needChannels } from "../rules.ts";

export const mixtureOfExperts = operator({
  name: "mixture_of_experts",
  summary: "Averages experts by weights that a gate gives them, row by row, from what it sees.",
  documentation:
    "`y = Σ_m w_m(x) y_m` with `w = softmax(G(x))`, where the gate `G` is a linear map of the value that is looked at, or two layers with `hidden`. The experts are decisions, of which probabilities are averaged, or features of one size. Every expert is computed for every row, and the gate learns which to listen to: it often favours those that learn fastest, after which the others learn little. The gate sees one value for the record, or one for each place that the experts have.",
  family: "decide",
  operands: {
    gate: one(["feature", "signal"], "what the gate looks at"),
    xs: many(["logits", "probability", "feature", "signal"], "the experts: decisions, or features"),
  },
  settings: { hidden: hiddenUnits },
  presence: {
    rule: "the gate chooses among the experts that are there, and counts them alike where it has nothing to look at",
    follows: "xs",
  },
  ragged: "pass",
  weighs: "",
  commutative: true,
  type({ gate, xs }, _, at) {
    if (needChannels(at, "gate", gate) === undefined) return undefined;
    const other = xs.findIndex((x) => isDecision(x.kind) !== isDecision(xs[0]!.kind));
    if (other >= 0) {
      return at.fail("experts_differ", `xs.${other}`, {
        first: at.words("xs", 0),
        first_type: showType(xs[0]!),
        other: at.words("xs", other),
        other_type: showType(xs[other]!),
      });
    }
    const result = isDecision(xs[0]!.kind) ? jointDecision(at, xs) : jointFeature(at, xs);
    const places = placesOf(gate);
    return result && (places.length === 0 || isBeside(at, gate, xs[0]!)) ? result : undefined;
  },
  parameters: {
    formula: perceptronFormula("channels", "experts"),
    count: ({ gate, xs }, { hidden }) => perceptronWeights({ from: channelsOf(gate), hidden, to: xs.length }),
  },
  lower(context, { gate, xs }, { hidden }) {
    const { g } = context;
    const order = xs[0]!.type.axes;
    const lead = order.slice(0, -1);
    const seen =
      placesOf(gate.type).length === 0 ? gate.tensor : arranged(g, gate, [...lead, gate.type.axes.at(-1)!]);
    const sizes = { from: channelsOf(gate.type), hidden, to: xs.length };
    const scores = presentOr(g, gate, 0, perceptron(context, seen, sizes));
    const logs = logShares(
      g,
      xs.map((x, m) => scoreOf(g, scores, x, m, order.length)),
    );
    if (isDecision(xs[0]!.type.kind)) {
      const decisions = logDecisions(g, xs, order);
      const log = g.logAddExp(decisions.map((decision, m) => g.add(decision, logs[m]!)));
      return { tensor: g.exp(log), log };
    }
    return xs
      .map((x, m) => g.mul(presentOr(g, x, 0, arranged(g, x, order)), g.exp(logs[m]!)))
      .reduce((a, b) => g.add(a, b));
  },
  source: "Jacobs, Jordan, Nowlan & Hinton, Neural Computation 3, 1991",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = concat(reading, speech)
    output mood: Mood = joint |> mixture_of_experts(reading |> classify(Mood), speech |> classify(Mood))`,
});

const placesOf = (gate: ValueType) => gate.axes.filter(({ name }) => name !== CHANNEL);

/** The type of a mixture of features: within the scale of the experts, where they have one. */
function jointFeature(at: RuleContext, xs: readonly ValueType[]) {
  const axes = joinAxes(at, "xs", xs);
  const same = xs.every(({ range }) => JSON.stringify(range) === JSON.stringify(xs[0]!.range));
  return axes && { kind: { name: "feature" as const }, axes, range: same ? xs[0]!.range : UNBOUNDED };
}

/** Whether the gate has one value for each place of the experts; reports where it has not. */
function isBeside(at: RuleContext, gate: ValueType, expert: ValueType): boolean {
  const among: RuleContext = {
    ...at,
    fail: (message, _, parameters, details) => at.fail(message, "gate", parameters, details),
    words: (_, i) => (i === 0 ? at.words("gate") : at.words("xs", 0)),
  };
  const places = { ...expert, axes: expert.axes.slice(0, -1) };
  return joinAxes(among, "gate", [{ ...gate, axes: placesOf(gate) }, places]) !== undefined;
}

/** What the gate gives an expert, `[B, …, 1]`, next to nothing where a row lacks it. */
function scoreOf(g: Ops, scores: Tensor, x: Lowered, m: number, rank: number): Tensor {
  const lead = scores.shape.slice(0, -1);
  const own = g.slice(scores, [...lead.map(() => 0), m], [...lead, 1]);
  const score = lead.length === rank ? own : g.reshape(own, [lead[0]!, ...Array<number>(rank).fill(1)]);
  if (x.presence === undefined) return score;
  return g.select(g.greater(perRow(g, x.presence, rank), g.scalar(0)), score, g.scalar(NEVER));
}
