import type { Tensor } from "../../graph/tensor.ts";
import { perRow } from "../../lower/arrange.ts";
import type { LowerContext, Lowered } from "../../lower/context.ts";
import { flagsOf } from "../../lower/places.ts";
import { projected } from "../../lower/project.ts";
import { axis, axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import { channelsOf, joinToWidth, needChannels, projection, projectionWidth, warnScales } from "../rules.ts";
import { choice } from "../settings.ts";

/** The axis along which stacked values lie. */
const MODALITY = "modality";

export const stack = operator({
  name: "stack",
  summary: "Lays values side by side along a new axis `modality`, one place for each.",
  documentation:
    "All axes must agree by name, size and rate; with `width` each operand is first mapped to that many channels by a trained linear map of its own. The axis comes before `channel`, so that vectors become a sequence, over which attention, a transformer or `mean(over: modality)` can go. For an operand that a record lacks, `absent: token` puts a trained vector of its own in the place, in training and in prediction; `absent: masked` leaves the place unfilled, so that no operator counts it. Which modality a place holds is told apart by `positions`.",
  family: "shape",
  operands: { xs: many(["feature", "signal"], "the values to lay side by side", 2, { alone: true }) },
  settings: {
    width: projectionWidth,
    absent: choice(["token", "masked"], "what stands for an operand that a record lacks", {
      default: "token",
    }),
  },
  presence: { rule: "a trained token in its place, or a place that does not count" },
  ragged: "pass",
  type({ xs }, { width, absent }, at) {
    if (xs.some((x, i) => needChannels(at, `xs.${i}`, x) === undefined)) return undefined;
    const axes = joinToWidth(at, "stack", xs, width);
    if (axes === undefined) return undefined;
    if (axisNamed({ axes }, MODALITY) !== undefined) {
      return at.fail("axis_present", "xs.0", { operator: "stack", value: at.words("xs", 0), axis: MODALITY });
    }
    warnScales(at, "xs", xs);
    const isOpen = absent === "masked" && xs.some((x) => x.presence === "optional");
    const modality = { ...axis(MODALITY, xs.length), ...(isOpen && { ragged: at.fresh(MODALITY) }) };
    const others = axes.filter(({ name }) => name !== CHANNEL);
    return {
      kind: { name: "feature" },
      axes: [...others, modality, ...axes.filter(({ name }) => name === CHANNEL)],
      range: UNBOUNDED,
    };
  },
  parameters: {
    formula: `${projection.formula}; with \`absent: token\`, channels for each operand that may be lacking`,
    count({ xs }, { width, absent }) {
      const tokens = absent === "token" ? xs.filter((x) => x.presence === "optional").length : 0;
      return projection.count({ xs }, { width }) + tokens * (width ?? channelsOf(xs[0]!));
    },
  },
  lower(context, { xs }, { width, absent }, result) {
    const { g } = context;
    const order = [...xs[0]!.type.axes.filter(({ name }) => name !== CHANNEL), axis(CHANNEL, 0)];
    const parts = projected(context, xs, order, width).map((tensor, i) =>
      g.expandDims(inPlace(context, xs[i]!, tensor, absent === "token" ? `absent_${i + 1}` : undefined), -2),
    );
    const modality = axisNamed(result, MODALITY)!;
    if (modality.ragged !== undefined) context.fill(modality, g.concat(flagsOf(context, xs), 1));
    return g.concat(parts, order.length);
  },
  source:
    "learned tokens for missing modalities: Neverova et al., TPAMI 2016, arXiv 1501.00102, and others since",
  example: `
    input reading: vector(8)
    optional input speech: vector(6)
    both = stack(reading, speech, width: 4) |> self_attention(2)
    output mood: Mood = both |> mean(over: modality) |> classify(Mood)`,
});

/** The operand, and where a row lacks it the trained token of that name, or 0 where there is none. */
function inPlace({ g, weight }: LowerContext, x: Lowered, tensor: Tensor, token: string | undefined): Tensor {
  if (x.presence === undefined) return tensor;
  const there = g.greater(perRow(g, x.presence, tensor.shape.length - 1), g.scalar(0));
  const channels = tensor.shape.at(-1) as number;
  const otherwise =
    token === undefined ? g.scalar(0) : weight(token, [channels], { kind: "normal", stddev: 0.02 });
  return g.select(there, tensor, otherwise);
}
