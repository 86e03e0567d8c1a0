import { sizeOf } from "../../lower/context.ts";
import { readAlong } from "../../lower/resample.ts";
import { stepped } from "../../types/filling.ts";
import { ratioOf } from "../../types/ratio.ts";
import { ceilDivide, multiplySizes } from "../../types/size.ts";
import { axisNamed } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { needRate, needRatio, READING } from "../rates.ts";
import { withAxes } from "../rules.ts";
import { quantity } from "../settings.ts";

export const resample = operator({
  name: "resample",
  summary: "Brings the `time` axis to another rate.",
  documentation:
    "Of n places at rate r become `ceil(n · to / r)`, place k lying at the same moment as place `k · r / to` before. `linear` interpolates between the two places beside it, and holds the last behind the end; `mean` averages over the time until the next place, each old place being held until its next. Interpolating to a much lower rate looks at few of the places and lets fast changes pass for slow ones: that is why `mean` is the default there. Nothing is trained.",
  family: "shape",
  operands: { x: one(["feature", "signal"], "the value to bring to another rate") },
  settings: { to: quantity("frequency", "the new rate", { positional: true }), by: READING },
  presence: "pass",
  ragged: "masked",
  type({ x }, { to }, at) {
    const time = needRate(at, "x", "resample", x);
    const ratio = time && needRatio(at, "to", to, time.rate);
    if (time === undefined || ratio === undefined) return undefined;
    const { over, under } = ratio;
    const size = ceilDivide(multiplySizes(time.size, over), under);
    const filling =
      time.ragged === undefined
        ? {}
        : { ragged: stepped(time.ragged, { times: over, plus: under - 1, over: under }) };
    return { kind: x.kind, axes: withAxes(x, { ...time, size, rate: to, ...filling }), range: x.range };
  },
  lower(context, { x }, { to, by }, { axes }) {
    const { rate } = axisNamed(x.type, "time")!;
    const count = axes.find(({ name }) => name === "time")!.size as number;
    if (rate === to && count === sizeOf(x, "time")) return x.tensor;
    return readAlong(context, x, ratioOf(rate! / to)!, count, by ?? (to < rate! ? "mean" : "linear"));
  },
  source: "Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed. 2010, section 4.6",
  example: `
    input motion: series(samples: 20, channels: 3) @ 40 Hz
    output mood: Mood = motion |> resample(25 Hz) |> gru(4) |> classify(Mood)`,
});
