import { arranged, perRow, presentOr } from "../../lower/arrange.ts";
import { addSizes, type Size } from "../../types/size.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { many, operator } from "../define.ts";
import { commonRange, joinAxes, needChannels, warnScales, withAxes } from "../rules.ts";
import { flag } from "../settings.ts";

export const concat = operator({
  name: "concat",
  summary: "Joins values side by side along their channels: the plainest early fusion.",
  documentation:
    "All other axes must agree by name, size and rate. An operand that a record lacks is filled with zeros, and for each operand that may be lacking one more channel says whether it is there, unless `flags: false` leaves that out.",
  family: "fuse",
  operands: { xs: many(["feature", "signal"], "the values to join", 2, { alone: true }) },
  settings: {
    flags: flag("whether one more channel for each operand that may be lacking says whether it is there", {
      default: true,
    }),
  },
  presence: { rule: "zeros for what is absent, and one more channel that says so" },
  ragged: "pass",
  type({ xs }, { flags: told }, at) {
    if (xs.some((x, i) => needChannels(at, `xs.${i}`, x) === undefined)) return undefined;
    const axes = joinAxes(at, "xs", xs, [CHANNEL]);
    if (axes === undefined) return undefined;
    warnScales(at, "xs", xs);
    const lacking = xs.filter((x) => x.presence === "optional").length;
    const flags = told ? lacking : 0;
    const channels = xs.map((x): Size => x.axes.at(-1)!.size).reduce(addSizes);
    return {
      kind: { name: xs.every((x) => x.kind.name === "signal") ? "signal" : "feature" },
      axes: withAxes(xs[0]!, axis(CHANNEL, flags === 0 ? channels : addSizes(channels, flags))),
      range: lacking === 0 ? commonRange(xs) : UNBOUNDED,
    };
  },
  lower({ g }, { xs }, { flags }) {
    const order = xs[0]!.type.axes;
    const parts = xs.map((x) => presentOr(g, x, 0, arranged(g, x, order)));
    const last = order.length;
    const column = [...parts[0]!.shape.slice(0, -1), 1];
    for (const x of xs) {
      if (flags && x.presence !== undefined) parts.push(g.broadcastTo(perRow(g, x.presence, last), column));
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
