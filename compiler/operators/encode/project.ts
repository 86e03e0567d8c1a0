import { arranged } from "../../lower/arrange.ts";
import { type Axis, axis, axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { keptAxes, withAxes } from "../rules.ts";
import { axisOf, flag, integer } from "../settings.ts";

export const project = operator({
  name: "project",
  summary: "Maps one axis linearly to another size: the way across values of different widths.",
  documentation:
    "`y[…, k] = Σ_j x[…, j] W[j, k] + b[k]` along `channel`, or along the axis that `over` names; all other axes keep their names, sizes and rates, and so does the one that is mapped keep its name. A `time` that is mapped has no rate any more, as its places are no moments, and an axis that records fill in part cannot be mapped, as each place has weights of its own. On channels it is `dense` without an activation, and PyTorch's `Linear`.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the values to map") },
  settings: {
    units: integer("how many places the axis has then", { positional: true }),
    over: axisOf("the axis that is mapped; if left out, `channel`", { optional: true }),
    bias: flag("whether a trained offset is added", { default: true }),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, { units, over = CHANNEL }, at) {
    if (keptAxes(at, "x", x, [over]) === undefined) return undefined;
    if (axisNamed(x, over)!.ragged !== undefined) {
      return at.fail("ragged_refused", "x", { operator: "project", axis: over, value: at.words("x") });
    }
    return { kind: { name: "feature" }, axes: withAxes(x, axis(over, units)), range: UNBOUNDED };
  },
  parameters: {
    formula: "size of the axis · units + units",
    count: ({ x }, { units, over = CHANNEL, bias }) =>
      ((axisNamed(x, over)!.size as number) + (bias ? 1 : 0)) * units,
  },
  lower({ g, weight }, { x }, { units, over = CHANNEL, bias }, result) {
    const isMapped = ({ name }: Axis) => name === over;
    const mappedLast = [...x.type.axes.filter((a) => !isMapped(a)), axisNamed(x.type, over)!];
    const tensor = arranged(g, x, mappedLast);
    const kernel = weight("kernel", [tensor.shape.at(-1) as number, units], { kind: "glorot_uniform" });
    const mapped = g.linear(tensor, kernel);
    const made = bias ? g.add(mapped, weight("bias", [units], { kind: "zeros" })) : mapped;
    return arranged(g, { type: { ...x.type, axes: mappedLast }, tensor: made }, result.axes);
  },
  source: "PyTorch Linear; along other axes: Tolstikhin et al., NeurIPS 2021, arXiv 2105.01601",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    input motion: series(samples: 12, channels: 3) @ 60 Hz
    moved = motion |> project(8) |> project(4, over: time) |> mean(over: time)
    joint = sum(phrase |> embed(8) |> mean(over: word), moved)
    output mood: Mood = joint |> classify(Mood)`,
});
