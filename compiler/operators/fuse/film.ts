import { lastPlaces, presentOr, spread } from "../../lower/arrange.ts";
import { UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, spreadAxes } from "../rules.ts";

export const film = operator({
  name: "film",
  summary: "Scales and shifts the channels of a value by what another value says: feature-wise modulation.",
  documentation:
    "`(1 + γ) ∘ x + β` with `[γ; β] = W c + b` a trained linear map of the condition `c`, as in `sight |> film(words)`. W and b start at 0, so that at the start nothing changes. The condition acts alike along all axes that it lacks, such as height and width; those that it has must agree by name, size and rate. Where a record lacks the condition, it counts as zeros, so that the offset b alone scales and shifts.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "the values to scale and shift"),
    condition: one(["feature", "signal"], "what decides about scale and shift"),
  },
  settings: {},
  presence: {
    rule: "an absent condition counts as zeros; without the first value there is no result",
    follows: "x",
  },
  ragged: "pass",
  type({ x, condition }, _, at) {
    const axes = spreadAxes(at, ["x", x], ["condition", condition]);
    return axes && { kind: { name: "feature" }, axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "condition channels · 2 · channels + 2 · channels",
    count: ({ x, condition }) => (channelsOf(condition) + 1) * 2 * channelsOf(x),
  },
  lower({ g, weight }, { x, condition }, _, { axes }) {
    const channels = channelsOf(x.type);
    const kernel = weight("kernel", [channelsOf(condition.type), 2 * channels], { kind: "zeros" });
    const offset = weight("bias", [2 * channels], { kind: "zeros" });
    const mapped = g.add(g.linear(presentOr(g, condition, 0), kernel), offset);
    const both = spread(g, condition, axes, mapped);
    const scale = g.add(lastPlaces(g, both, 0, channels), g.scalar(1));
    return g.add(g.mul(x.tensor, scale), lastPlaces(g, both, channels, channels));
  },
  source: "Perez et al., AAAI 2018, arXiv 1709.07871",
  example: `
    input photo: image(8, 8, rgb)
    input speech: vector(6)
    sight = photo |> conv(4) |> film(speech) |> relu |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
