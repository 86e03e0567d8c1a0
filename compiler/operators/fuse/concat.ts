import { arranged, perRow, presentOr } from "../../lower/arrange.ts";
import { addSizes, type Size } from "../../types/size.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import { commonRange, joinAxes, needChannels, warnScales, withAxes } from "../rules.ts";

export const concat = operator({
  name: "concat",
  summary: "Joins values side by side along their channels: the plainest early fusion.",
  documentation:
    "All other axes must agree by name, size and rate. An operand that a record lacks is filled with zeros, and for each operand that may be lacking one more channel says whether it is there.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to join") },
  settings: {},
  presence: { rule: "zeros for what is absent, and one more channel that says so" },
  ragged: "pass",
  type({ xs }, _, at) {
    if (xs.some((x, i) => needChannels(at, `xs.${i}`, x) === undefined)) return undefined;
    const axes = joinAxes(at, "xs", xs, [CHANNEL]);
    if (axes === undefined) return undefined;
    warnScales(at, "xs", xs);
    const flags = xs.filter((x) => x.presence === "optional").length;
    const channels = xs.map((x): Size => x.axes.at(-1)!.size).reduce(addSizes);
    return {
      kind: { name: xs.every((x) => x.kind.name === "signal") ? "signal" : "feature" },
      axes: withAxes(xs[0]!, axis(CHANNEL, flags === 0 ? channels : addSizes(channels, flags))),
      range: flags === 0 ? commonRange(xs) : UNBOUNDED,
    };
  },
  lower({ g }, { xs }) {
    const order = xs[0]!.type.axes;
    const parts = xs.map((x) => presentOr(g, x, 0, arranged(g, x, order)));
    const last = order.length;
    const column = [...parts[0]!.shape.slice(0, -1), 1];
    for (const x of xs) {
      if (x.presence !== undefined) parts.push(g.broadcastTo(perRow(g, x.presence, last), column));
    }
    return g.concat(parts, last);
  },
  source: "Snoek, Worring & Smeulders, ACM MM 2005",
  example: `
    input reading: vector(8)
    input speech: vector(6)
    joint = concat(reading, speech) |> dense(4, relu)
    output mood: Mood = joint |> classify(Mood)`,
});
