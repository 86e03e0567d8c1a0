import { UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { needChannels } from "../rules.ts";
import { number } from "../settings.ts";

export const l2Norm = operator({
  name: "l2_norm",
  summary: "Brings the channels of every place to length 1.",
  documentation:
    "`y = x / √(Σ x² + epsilon)`, the sum over the `channel` axis of one place. Of two values treated so, `contract(a, b, over: channel)` is the cosine of the angle between them.",
  family: "normalise",
  operands: { x: one(["feature", "signal"], "the values to bring to one length") },
  settings: {
    epsilon: number("added below the root so that it is never zero", { from: 1e-12, to: 1, default: 1e-6 }),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, _, at) {
    const channels = needChannels(at, "x", x);
    if (channels === undefined) return undefined;
    if (channels === 1) at.fail("single_channel", "call", { operator: "l2_norm" });
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  lower({ g }, { x }, { epsilon }) {
    const square = g.reduceSum(g.square(x.tensor), [-1], true);
    return g.mul(x.tensor, g.rsqrt(g.add(square, g.scalar(epsilon))));
  },
  source: "Yu et al., ICCV 2017, arXiv 1708.01471; PyTorch functional.normalize",
  example: `
    input reading: vector(8)
    hidden = reading |> dense(4) |> l2_norm
    output mood: Mood = hidden |> classify(Mood)`,
});
