import type { Dim } from "../../graph/tensor.ts";
import { dimensionOf } from "../../lower/context.ts";
import { isKnown, multiplySizes, showSize } from "../../types/size.ts";
import { type Axis, axisNamed, CHANNEL, LABEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { wholeSizes } from "../rules.ts";
import { axisOf, sizes } from "../settings.ts";

export const split = operator({
  name: "split",
  summary: "Lays one axis out along several of named sizes.",
  documentation:
    "`split(channel, head: 4, channel: 16)` makes an axis `head` and an axis `channel` of 64 channels: place `i · 16 + j` becomes `(i, j)`. The sizes must multiply to that of the axis, and one may be `_`, which then follows from the others; the last runs fastest, and what is called `channel` is moved behind all other axes. The first new axis of a `time` axis, if it is called `time` again, goes on at the lower rate. `merge` undoes it.",
  family: "shape",
  operands: { x: one(["feature", "signal", "tokens"], "the value whose axis is split") },
  settings: {
    axis: axisOf("the axis to split", { positional: true }),
    into: sizes("the axes that it becomes, the slowest first"),
  },
  presence: "pass",
  ragged: "pass",
  type({ x }, { axis: name, into }, at) {
    const whole = axisNamed(x, name)!;
    const made = wholeSizes(at, "into", into, whole.size);
    if (made === undefined) return undefined;
    if (whole.ragged !== undefined) {
      return at.fail("ragged_refused", "x", { operator: "split", axis: name, value: at.words("x") });
    }
    for (const { name: own } of made) {
      if (own === LABEL) return at.fail("axis_reserved", `into.${own}`, { axis: LABEL });
      if (own !== name && axisNamed(x, own) !== undefined) {
        return at.fail("axis_taken", `into.${own}`, { operator: "split", axis: own });
      }
    }
    const product = made.map(({ size }) => size).reduce(multiplySizes);
    if (isKnown(product) && isKnown(whole.size) && product !== whole.size) {
      const parameters = { axis: name, size: showSize(whole.size), product: showSize(product) };
      return at.fail("split_sizes", "axis", parameters);
    }
    const inner = made
      .slice(1)
      .map(({ size }) => size)
      .reduce(multiplySizes, 1);
    const parts = made.map(({ name: own, size }, i): Axis => {
      const carries = i === 0 && own === name && whole.rate !== undefined && isKnown(inner);
      return { name: own, size, ...(carries && { rate: whole.rate! / inner }) };
    });
    const all = x.axes.flatMap((axis) => (axis.name === name ? parts : [axis]));
    const isChannel = (axis: Axis) => axis.name === CHANNEL;
    return {
      kind: x.kind,
      axes: [...all.filter((axis) => !isChannel(axis)), ...all.filter(isChannel)],
      range: x.range,
    };
  },
  lower({ g }, { x }, { axis: name, into }, { axes }) {
    const at = dimensionOf(x, name);
    const { shape } = x.tensor;
    const made = Object.keys(into).map((own) => axes.find((axis) => axis.name === own)!.size as number);
    const split: Dim[] = [...shape.slice(0, at), ...made, ...shape.slice(at + 1)];
    const laid = g.reshape(x.tensor, split);
    const names = x.type.axes.flatMap((axis) => (axis.name === name ? Object.keys(into) : [axis.name]));
    return g.transpose(laid, [0, ...axes.map((axis) => 1 + names.indexOf(axis.name))]);
  },
  example: `
    input motion: series(samples: 12, channels: 3) @ 60 Hz
    steps = motion |> split(time, time: 4, moment: 3) |> max(over: moment) |> gru(4)
    output mood: Mood = steps |> classify(Mood)`,
});
