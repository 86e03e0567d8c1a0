import { overLast } from "../../lower/arrange.ts";
import { one, operator } from "../define.ts";
import { needChannels, needSpace, slide, spaceLast, withAxes } from "../rules.ts";
import { choice, integer } from "../settings.ts";

export const maxPool = operator({
  name: "max_pool",
  summary: "Keeps the largest number of every window of space, channel by channel.",
  documentation:
    "Windows lie side by side unless `stride` says otherwise. With `valid` padding a size n becomes `floor((n - size) / stride) + 1` and what is left over at the end is not seen; with `same` it becomes `ceil(n / stride)`.",
  family: "pool",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: {
    size: integer("the side of the square window", { positional: true }),
    stride: integer("by how many places the window moves; the window's size if left out", { optional: true }),
    padding: choice(["valid", "same"], "whether the window stays inside or may hang over the edge", {
      default: "valid",
    }),
  },
  presence: "pass",
  ragged: "refuse",
  type({ x }, { size, stride = size, padding }, at) {
    const space = needSpace(at, "x", x);
    if (space === undefined || needChannels(at, "x", x) === undefined) return undefined;
    const slid = space.map((along) => slide(at, "size", along, { size, stride, padding }));
    const [first, second] = slid;
    if (first === undefined || second === undefined) return undefined;
    const axes = spaceLast(x, space);
    return { kind: { name: "feature" }, axes: withAxes({ axes }, first, second), range: x.range };
  },
  lower: ({ g }, { x }, { size, stride = size, padding }, { axes }) =>
    overLast(g, x, axes, 3, (images) => g.maxPool2d(images, { size, stride, padding })),
  source: "Keras MaxPooling2D",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, activation: relu) |> max_pool(2) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
