import { integer } from "../operators/settings.ts";
import { axis, CHANNEL, UNBOUNDED } from "../types/value-type.ts";
import { modality } from "./define.ts";

export const volume = modality({
  name: "volume",
  summary: "A picture in three dimensions: computed tomography, magnetic resonance, simulations.",
  documentation:
    "Handed in as numbers `[depth, height, width, channel]`, used as they are. Its space has three axes: `conv` slides along all of them, and `mean(over: space)` reduces all of them.",
  settings: {
    depth: integer("how many slices", { positional: true }),
    height: integer("rows of a slice", { positional: true }),
    width: integer("places in a row", { positional: true }),
    channels: integer("how many numbers are measured at each place", { default: 1 }),
  },
  axes: ["depth", "height", "width", CHANNEL],
  kind: "signal",
  sources: ["file", "column", "rows"],
  rate: "never",
  defaultRange: UNBOUNDED,
  ranges: ["between", "standardised", "unbounded"],
  layout: ({ depth, height, width, channels }) => ({
    kind: { name: "signal" },
    axes: [axis("depth", depth), axis("height", height), axis("width", width), axis(CHANNEL, channels)],
  }),
  dtype: "float32",
  prepare: (_, values) => values,
  example: "input head: volume(24, 64, 64) standardised",
});
