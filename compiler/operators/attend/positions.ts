import type { Tensor } from "../../graph/tensor.ts";
import type { LowerContext } from "../../lower/context.ts";
import { CHANNEL, UNBOUNDED, type ValueType } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, keptAxes, needChannels, showAxisNames } from "../rules.ts";
import { axes, choice } from "../settings.ts";

export const positions = operator({
  name: "positions",
  summary: "Adds to every place a vector that tells which place it is.",
  documentation:
    "`learned` trains a vector for each place of the axes together, such as every word or every place of a picture; `sinusoidal` adds `sin(p / 10000^(2i / channels))` to the channels `2i` and the cosine to the channels `2i + 1` of place `p`, counted from 0, and trains nothing. Without it attention does not know in which order things stand. Along `modality`, behind `stack`, it tells modalities apart.",
  family: "attend",
  operands: { x: one(["feature", "signal"], "the places") },
  settings: {
    kind: choice(["learned", "sinusoidal"], "whether the vectors are trained or computed", {
      default: "learned",
      positional: true,
    }),
    over: axes("the axes along which places are counted; all but `channel` if left out", { optional: true }),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, { kind, over }, at) {
    if (needChannels(at, "x", x) === undefined) return undefined;
    if (over?.includes(CHANNEL))
      return at.fail("channel_pooled", "over", { operator: "positions", axis: CHANNEL });
    if (over !== undefined && keptAxes(at, "x", x, over) === undefined) return undefined;
    const counted = countedAxes(x, over);
    if (counted.length === 0 || (kind === "sinusoidal" && counted.length > 1)) {
      const found = { operator: "positions", value: at.words("x"), axes: showAxisNames(x) };
      return at.fail("sequence_missing", "x", found);
    }
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "places · channels if `learned`, else 0",
    count: ({ x }, { kind, over }) =>
      kind === "learned"
        ? countedAxes(x, over).reduce((total, { size }) => total * (size as number), channelsOf(x))
        : 0,
  },
  lower(context, { x }, { kind, over }) {
    const { g, weight } = context;
    const counted = countedAxes(x.type, over);
    const channels = channelsOf(x.type);
    const sizes = counted.map(({ size }) => size as number);
    const vectors =
      kind === "learned"
        ? weight("table", [...sizes, channels], { kind: "normal", stddev: 0.02 })
        : sinusoids(context, sizes[0]!, channels);
    const shape = x.type.axes.map((axis) =>
      axis.name === CHANNEL || counted.includes(axis) ? (axis.size as number) : 1,
    );
    return g.add(x.tensor, g.reshape(vectors, [1, ...shape]));
  },
  source: "Vaswani et al., NeurIPS 2017, arXiv 1706.03762, section 3.5",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words = phrase |> embed(8) |> positions |> self_attention(2) |> mean(over: word)
    output mood: Mood = words |> classify(Mood)`,
});

const countedAxes = ({ axes: all }: ValueType, over: readonly string[] | undefined) =>
  all.filter(({ name }) => (over === undefined ? name !== CHANNEL : over.includes(name)));

/** `[places, channels]`: sines at the even channels and cosines at the odd ones, slower and slower. */
function sinusoids({ g }: LowerContext, places: number, channels: number): Tensor {
  const each = <T>(count: number, of: (i: number) => T) => Array.from({ length: count }, (_, i) => of(i));
  const place = g.constant(each(places, Number), [places, 1]);
  const speed = g.constant(
    each(channels, (c) => 10000 ** ((-2 * Math.floor(c / 2)) / channels)),
    [1, channels],
  );
  const lead = g.constant(
    each(channels, (c) => (c % 2) * (Math.PI / 2)),
    [1, channels],
  );
  return g.sin(g.add(g.mul(place, speed), lead));
}
