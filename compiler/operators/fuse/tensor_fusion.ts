import { arranged, presentOr } from "../../lower/arrange.ts";
import { outer, withOne } from "../../lower/outer.ts";
import { addSizes, isKnown, MOST_NUMBERS, multiplySizes, type Size, showSize } from "../../types/size.ts";
import { axis, axisNamed, CHANNEL, UNBOUNDED, type ValueType } from "../../types/value-type.ts";
import { many, operator, type RuleContext } from "../define.ts";
import { joinAxes, needChannels, warnScales, withAxes } from "../rules.ts";

/** From how many channels on an outer product is warned of. */
const LARGE = 100_000;

export const tensorFusion = operator({
  name: "tensor_fusion",
  summary: "Multiplies every channel of each value with every channel of all others: the outer product.",
  documentation:
    "`[1; x_1] ⊗ … ⊗ [1; x_M]`, laid out as one axis with the first operand slowest: `Π (channels + 1)` channels, among them a 1, all values by themselves, all products of two of them, and so on. Nothing is trained; a `dense` usually follows. All axes but the channels must agree by name, size and rate. A value that a record lacks counts as zeros, so that the 1 beside it keeps what the others have among themselves.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to multiply") },
  settings: {},
  presence: { rule: "what is absent counts as zeros, and the products of the others stay" },
  ragged: "pass",
  type({ xs }, _, at) {
    if (xs.some((x, i) => needChannels(at, `xs.${i}`, x) === undefined)) return undefined;
    const joined = joinAxes(at, "xs", xs, [CHANNEL]);
    if (joined === undefined) return undefined;
    warnScales(at, "xs", xs);
    const sizes = xs.map((x) => addSizes(axisNamed(x, CHANNEL)!.size, 1));
    const axes = withAxes({ axes: joined }, axis(CHANNEL, sizes.reduce(multiplySizes)));
    warnLarge(at, sizes, { axes });
    return { kind: { name: "feature" }, axes, range: UNBOUNDED };
  },
  lower({ g }, { xs }) {
    const order = xs[0]!.type.axes;
    const values = xs.map((x) => withOne(g, presentOr(g, x, 0, arranged(g, x, order))));
    return values.reduce((a, b) => outer(g, a, b));
  },
  source: "Zadeh et al., EMNLP 2017, arXiv 1707.07250",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = tensor_fusion(reading, speech) |> dense(4, relu)
    output mood: Mood = joint |> classify(Mood)`,
});

/** Warns of a product that a machine can hold, and few models need; what none can hold is refused of every operator. */
function warnLarge(at: RuleContext, sizes: readonly Size[], { axes }: Pick<ValueType, "axes">): void {
  const [channels, all] = [sizes, axes.map(({ size }) => size)].map((some) => some.reduce(multiplySizes));
  if (!isKnown(channels!) || channels <= LARGE || (isKnown(all!) && all > MOST_NUMBERS)) return;
  const words = sizes.map((_, i) => at.words("xs", i)).join(", ");
  const parameters = {
    operator: "tensor_fusion",
    sizes: sizes.map(showSize).join(" · "),
    count: channels.toLocaleString("en-US"),
  };
  const help = [`compute a trained map of it without making it: low_rank(${words}, units: 64, rank: 4)`];
  at.fail("product_large", "call", parameters, { help });
}
