import { choice, integer } from "../operators/settings.ts";
import { axis, CHANNEL } from "../types/value-type.ts";
import { modality } from "./define.ts";

/** How many channels each colour model has. */
const CHANNELS = { gray: 1, rgb: 3, rgba: 4 } as const;

export const image = modality({
  name: "image",
  summary: "A picture, brought to one size.",
  documentation:
    "Handed in as bytes `[height, width, channel]`, which the model brings to its range itself: 0 becomes the lower bound and 255 the upper. Colour channels come first and opacity last.",
  settings: {
    height: integer("rows of pixels", { positional: true }),
    width: integer("pixels in a row", { positional: true }),
    channels: choice(["gray", "rgb", "rgba"], "the colour model: 1, 3 or 4 channels", { positional: true }),
  },
  axes: ["height", "width", CHANNEL],
  kind: "signal",
  rate: "never",
  defaultRange: { name: "between", low: 0, high: 1 },
  ranges: ["between"],
  layout: ({ height, width, channels }) => ({
    kind: { name: "signal" },
    axes: [axis("height", height), axis("width", width), axis(CHANNEL, CHANNELS[channels])],
  }),
  dtype: "uint8",
  prepare(g, values, { range }) {
    const bytes = g.cast(values, "float32");
    if (range.name !== "between") throw new Error("a picture has bounds");
    const scaled = g.mul(bytes, g.scalar((range.high - range.low) / 255));
    return range.low === 0 ? scaled : g.add(scaled, g.scalar(range.low));
  },
  example: "input picture: image(64, 64, rgba) in -1..1",
});
