import { product } from "../../graph/tensor.ts";
import { multiplySizes, type Size } from "../../types/size.ts";
import { axis, CHANNEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";

export const flatten = operator({
  name: "flatten",
  summary: "Lays all axes out along `channel`.",
  documentation:
    "The last axis runs fastest. Every place gets channels of its own, so that a `dense` behind it has a weight for each place; `mean(over: …)` needs none and takes any number of places.",
  family: "shape",
  operands: { x: one(["feature", "signal"], "the values to lay out") },
  settings: {},
  presence: "pass",
  ragged: "refuse",
  type: ({ x }) => ({
    kind: x.kind,
    axes: [axis(CHANNEL, x.axes.length === 0 ? 1 : x.axes.map((a): Size => a.size).reduce(multiplySizes))],
    range: x.range,
  }),
  lower: ({ g }, { x }) => g.reshape(x.tensor, [x.tensor.shape[0]!, product(x.tensor.shape.slice(1))]),
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, stride: 2) |> flatten |> dense(8, relu)
    output mood: Mood = sight |> classify(Mood)`,
});
