import { integer } from "../operators/settings.ts";
import { axis, CHANNEL } from "../types/value-type.ts";
import { COLOURS, colours, scaleBytes } from "./colours.ts";
import { modality } from "./define.ts";

export const image = modality({
  name: "image",
  summary: "A picture, brought to one size.",
  documentation:
    "Handed in as bytes `[height, width, channel]`, which the model brings to its range itself: 0 becomes the lower bound and 255 the upper. Colour channels come first and opacity last.",
  settings: {
    height: integer("rows of pixels", { positional: true }),
    width: integer("pixels in a row", { positional: true }),
    channels: colours,
  },
  axes: ["height", "width", CHANNEL],
  kind: "signal",
  sources: ["file"],
  rate: "never",
  defaultRange: { name: "between", low: 0, high: 1 },
  ranges: ["between"],
  layout: ({ height, width, channels }) => ({
    kind: { name: "signal" },
    axes: [axis("height", height), axis("width", width), axis(CHANNEL, COLOURS[channels])],
  }),
  dtype: "uint8",
  prepare: scaleBytes,
  example: "input picture: image(64, 64, rgba) in -1..1",
});
