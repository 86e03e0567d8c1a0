import { readAlong } from "../../lower/resample.ts";
import { ratioOf } from "../../types/ratio.ts";
import { axisNamed } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { needRate, needRatio, READING } from "../rates.ts";
import { withAxes } from "../rules.ts";

export const align = operator({
  name: "align",
  summary: "Brings a value to the rate and length of another, so that both can be joined over time.",
  documentation:
    "Both begin at one moment. The result has the `time` axis of `to`, filled as that one is: place k lies at the same moment as place k there. Where `to` is slower, what happens until its next place is averaged; where it is faster, places are interpolated. Behind the end of `x` its last place is held, and what lasts longer than `to` is cut off. Only the type of `to` matters, not what it holds. Nothing is trained.",
  family: "shape",
  operands: {
    x: one(["feature", "signal"], "the value to bring in line"),
    to: one(
      ["feature", "signal", "logits", "probability", "probabilities"],
      "the value that gives the places",
    ),
  },
  settings: { by: READING },
  presence: "pass",
  ragged: "masked",
  type({ x, to }, _, at) {
    const time = needRate(at, "x", "align", x);
    const given = needRate(at, "to", "align", to);
    if (time === undefined || given === undefined) return undefined;
    if (needRatio(at, "to", time.rate, given.rate) === undefined) return undefined;
    return { kind: x.kind, axes: withAxes(x, axisNamed(to, "time")!), range: x.range };
  },
  lower(context, { x, to }, { by }) {
    const [time, given] = [axisNamed(x.type, "time")!, axisNamed(to.type, "time")!];
    const reading = by ?? (given.rate! <= time.rate! ? "mean" : "linear");
    return readAlong(context, x, ratioOf(time.rate! / given.rate!)!, given.size as number, reading);
  },
  example: `
    input motion: series(samples: 40, channels: 3) @ 100 Hz
    input pulse: series(samples: 10, channels: 1) @ 25 Hz
    both = concat(motion |> align(to: pulse), pulse) |> gru(4)
    output mood: Mood = both |> classify(Mood)`,
});
