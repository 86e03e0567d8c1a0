import { product, type Tensor } from "../../graph/tensor.ts";
import { arranged } from "../../lower/arrange.ts";
import { weighed } from "../../lower/attention.ts";
import { maskOver, withoutPadding } from "../../lower/masked.ts";
import { isKnown } from "../../types/size.ts";
import { axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, keptAxes, needChannels } from "../rules.ts";
import { axes, integer } from "../settings.ts";

export const attentionPool = operator({
  name: "attention_pool",
  summary: "Averages over named axes, each place weighed by how well it answers a learned query.",
  documentation:
    "`Σ a_i x_i` with `a = softmax(q · x_i / √channels)` over the places, which disappear; with `dim` the scores are `q · tanh(W x_i + b)`, of `dim` channels. Padding has no weight, and the result of nothing is 0. Over `modality`, behind `stack`, it weighs modalities record by record.",
  family: "pool",
  operands: { x: one(["feature", "signal"], "the values to average") },
  settings: {
    over: axes("the axes to average over; `space` stands for those that convolutions act on"),
    dim: integer(
      "how many channels the places are mapped to before they are scored; if left out, they are scored as they are",
      {
        optional: true,
      },
    ),
  },
  presence: "pass",
  ragged: "masked",
  type({ x }, { over }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    if (over.includes(CHANNEL))
      return at.fail("channel_pooled", "over", { operator: "attention_pool", axis: CHANNEL });
    const kept = keptAxes(at, "x", x, over);
    if (kept === undefined) return undefined;
    const sizes = over.map((name) => axisNamed(x, name)!.size);
    if (sizes.every((size) => isKnown(size) && size === 1)) {
      at.fail("single_key", "call", { operator: "attention_pool", axis: over[0]! });
    }
    return { kind: { name: "feature" }, axes: kept, range: UNBOUNDED };
  },
  parameters: {
    formula: "channels, or channels · dim + 2 · dim",
    count({ x }, { dim }) {
      const channels = channelsOf(x);
      return dim === undefined ? channels : channels * dim + 2 * dim;
    },
  },
  lower(context, { x }, { over, dim }) {
    const { g, weight } = context;
    const channels = channelsOf(x.type);
    const pooled = x.type.axes.filter(({ name }) => over.includes(name));
    const others = x.type.axes.filter(({ name }) => !over.includes(name) && name !== CHANNEL);
    const order = [...others, ...pooled, axisNamed(x.type, CHANNEL)!];
    const clean = arranged(g, { ...x, tensor: withoutPadding(context, x) }, order);
    const rows = clean.shape.slice(0, 1 + others.length);
    const places = product(pooled.map(({ size }) => size as number)) as number;
    const values = g.reshape(clean, [...rows, places, channels]);

    const scored = dim === undefined ? values : hidden(values);
    const width = scored.shape.at(-1) as number;
    const query = weight("query", [width, 1], { kind: "glorot_uniform" });
    const scores = g.reshape(g.linear(scored, query), [...rows, 1, places]);
    const mask = maskOver(context, x, over);
    // One row of places for each row of the batch, as `scores` has one for each row of the other axes too.
    const filled =
      mask &&
      g.reshape(
        g.broadcastTo(arranged(g, { ...x, tensor: mask }, order), [
          rows[0]!,
          ...others.map(() => 1),
          ...pooled.map(({ size }) => size as number),
          1,
        ]),
        [rows[0]!, ...others.map(() => 1), 1, places],
      );
    const scale = dim === undefined ? g.scalar(1 / Math.sqrt(channels)) : g.scalar(1);
    const weights = weighed(context, g.mul(scores, scale), filled);
    const chosen = filled === undefined ? weights : g.mul(weights, g.cast(filled, "float32"));
    return g.reshape(g.matmul(chosen, values), [...rows, channels]);

    function hidden(inputs: Tensor): Tensor {
      const kernel = weight("kernel", [channels, dim!], { kind: "glorot_uniform" });
      return g.tanh(g.add(g.linear(inputs, kernel), weight("bias", [dim!], { kind: "zeros" })));
    }
  },
  source: "Yang et al., NAACL 2016; Ilse, Tomczak & Welling, ICML 2018, arXiv 1802.04712",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words = phrase |> embed(8) |> attention_pool(over: word)
    output mood: Mood = words |> classify(Mood)`,
});
