import type { Ops } from "../../graph/ops.ts";
import { BATCH, type Tensor } from "../../graph/tensor.ts";
import { arranged, lastPlaces, perRow, presentOr } from "../../lower/arrange.ts";
import { weighed } from "../../lower/attention.ts";
import type { Lowered } from "../../lower/context.ts";
import { affine, projected } from "../../lower/project.ts";
import { UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import {
  channelsOf,
  commonRange,
  joinToWidth,
  needChannels,
  projection,
  projectionWidth,
  warnScales,
} from "../rules.ts";

export const modalityAttention = operator({
  name: "modality_attention",
  summary:
    "Averages values by weights that it finds for each record from all of them: attention over modalities.",
  documentation:
    "`Σ a_m v_m` with `a = softmax(W [x_1; …; x_M] + b)`, one weight for each value, and `v_m` the values themselves or, with `width`, a trained linear map of each to that many channels. All axes must agree by name, size and rate, with `width` all but the channels. Weights are found for every place of the axes beside the channels. A value that a record lacks is given no weight, and those of the others still sum to 1.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to average") },
  settings: { width: projectionWidth },
  presence: { rule: "what is absent has no weight, and those of the others sum to 1" },
  ragged: "pass",
  weighs: "attention",
  commutative: true,
  type({ xs }, { width }, at) {
    const axes = joinToWidth(at, "modality_attention", xs, width);
    if (axes === undefined || xs.some((x, i) => needChannels(at, `xs.${i}`, x) === undefined))
      return undefined;
    warnScales(at, "xs", xs);
    const range = width === undefined ? commonRange(xs) : UNBOUNDED;
    return { kind: { name: "feature" }, axes, range };
  },
  parameters: {
    formula: "Σ channels · M + M, and Σ (channels · width + width) if `width` is given",
    count: ({ xs }, settings) =>
      xs.reduce((total, x) => total + channelsOf(x), 1) * xs.length + projection.count({ xs }, settings),
  },
  lower(context, { xs }, { width }) {
    const { g } = context;
    const order = xs[0]!.type.axes;
    const last = order.length;
    const seen = xs.map((x): Lowered => ({ ...x, tensor: presentOr(g, x, 0) }));
    const joined = g.concat(
      seen.map((x) => arranged(g, x, order)),
      last,
    );
    const scores = affine(context, "attention", joined, xs.length);
    const weights = weighed(context, scores, presenceColumns(g, xs, last));
    return projected(context, seen, order, width)
      .map((value, m) => g.mul(lastPlaces(g, weights, m, 1), value))
      .reduce((a, b) => g.add(a, b));
  },
  source: "Hori et al., ICCV 2017, arXiv 1701.03126; TorchMultimodal AttentionFusionModule",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = modality_attention(reading, speech, width: 4)
    output mood: Mood = joint |> classify(Mood)`,
});

/** Float32 `[B, 1, …, M]`: 1 for each of the values that a row has; undefined where none may be lacking. */
function presenceColumns(g: Ops, xs: readonly Lowered[], rank: number): Tensor | undefined {
  if (xs.every(({ presence }) => presence === undefined)) return undefined;
  const columns = xs.map(({ presence }) => perRow(g, presence ?? g.fill(1, [BATCH]), rank));
  return g.concat(columns, rank);
}
