import { integer } from "../operators/settings.ts";
import { axis, CHANNEL } from "../types/value-type.ts";
import { COLOURS, colours, scaleBytes } from "./colours.ts";
import { modality } from "./define.ts";
import { ragged, timeAxis } from "./ragged.ts";

export const video = modality({
  name: "video",
  summary: "Pictures of one size that follow each other at a fixed rate.",
  documentation:
    "Handed in as bytes `[time, height, width, channel]`, which the model brings to its range itself, as those of an image. The rate after `@` is needed: it says how many frames a second has. Operators on space, such as `conv` and `max_pool`, work on every frame by itself.",
  settings: {
    height: integer("rows of pixels", { positional: true }),
    width: integer("pixels in a row", { positional: true }),
    channels: colours,
    frames: integer("how many pictures there are"),
    ragged,
  },
  axes: ["time", "height", "width", CHANNEL],
  kind: "signal",
  sources: ["file", "column", "rows"],
  rate: "must",
  defaultRange: { name: "between", low: 0, high: 1 },
  ranges: ["between"],
  layout: ({ height, width, channels, frames, ragged }, beside) => ({
    kind: { name: "signal" },
    axes: [
      timeAxis(frames, ragged, beside),
      axis("height", height),
      axis("width", width),
      axis(CHANNEL, COLOURS[channels]),
    ],
  }),
  dtype: "uint8",
  prepare: scaleBytes,
  example: "input clip: video(64, 64, rgb, frames: 16) @ 8 fps",
});
