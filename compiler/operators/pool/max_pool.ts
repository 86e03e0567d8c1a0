import { overLast } from "../../lower/arrange.ts";
import { BEYOND, withoutPadding } from "../../lower/masked.ts";
import { largestAlong } from "../../lower/slide.ts";
import { one, operator } from "../define.ts";
import {
  needChannels,
  needSlidingAxes,
  slide,
  slidingAxes,
  slidingAxesOf,
  spaceLast,
  withAxes,
} from "../rules.ts";
import { choice, integer } from "../settings.ts";

export const maxPool = operator({
  name: "max_pool",
  summary: "Keeps the largest number of every window of space or of a sequence, channel by channel.",
  documentation:
    "Windows lie side by side unless `stride` says otherwise, along the axes of space, the one axis of a sequence, or those that `over` names. With `valid` padding a size n becomes `floor((n - size) / stride) + 1` and what is left over at the end is not seen; with `same` it becomes `ceil(n / stride)`. On a ragged axis padding never is the largest.",
  family: "pool",
  operands: { x: one(["feature", "signal"], "the values to look at") },
  settings: {
    size: integer("how many places the window sees along each axis", { positional: true }),
    stride: integer("by how many places the window moves; the window's size if left out", { optional: true }),
    padding: choice(["valid", "same"], "whether the window stays inside or may hang over the edge", {
      default: "valid",
    }),
    over: slidingAxes,
  },
  presence: "pass",
  ragged: "masked",
  type({ x }, { size, stride = size, padding, over }, at) {
    const space = needSlidingAxes(at, "x", x, over);
    if (space === undefined || needChannels(at, "x", x) === undefined) return undefined;
    const slid = space.map((along) => slide(at, "size", along, { size, stride, padding }));
    const known = slid.filter((one) => one !== undefined);
    if (known.length < slid.length) return undefined;
    const axes = spaceLast(x, space);
    return { kind: { name: "feature" }, axes: withAxes({ axes }, ...known), range: x.range };
  },
  lower(context, { x }, { size, stride = size, padding, over }, { axes }) {
    const along = slidingAxesOf(x.type, over);
    const isRagged = along.some(({ ragged }) => ragged !== undefined);
    const { g } = context;
    const clean = isRagged ? { ...x, tensor: withoutPadding(context, x, -BEYOND) } : x;
    const y = overLast(g, clean, axes, along.length + 1, (places) =>
      largestAlong(g, places, along, { size, stride, padding }, -BEYOND),
    );
    // Windows that see nothing but padding are padding, which must not grow beyond all bounds.
    return isRagged ? g.select(g.greater(y, g.scalar(-BEYOND / 2)), y, g.scalar(0)) : y;
  },
  source: "Keras MaxPooling1D, MaxPooling2D, MaxPooling3D",
  example: `
    input photo: image(8, 8, rgb)
    sight = photo |> conv(4, activation: relu) |> max_pool(2) |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});
