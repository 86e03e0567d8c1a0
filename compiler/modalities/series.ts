import { integer } from "../operators/settings.ts";
import { axis, CHANNEL, UNBOUNDED } from "../types/value-type.ts";
import { modality } from "./define.ts";
import { ragged, timeAxis } from "./ragged.ts";

export const series = modality({
  name: "series",
  summary: "Readings of one or several sensors over time: motion, heartbeat, temperature, radar.",
  documentation:
    "Handed in as `[time, channel]`, one row per sample. The rate after `@` says how many samples there are per second; series of different rates do not silently line up.",
  settings: {
    samples: integer("how many moments are measured"),
    channels: integer("how many numbers are measured at each moment"),
    ragged,
  },
  axes: ["time", CHANNEL],
  kind: "signal",
  sources: ["readings", "file", "column", "rows"],
  rate: "may",
  defaultRange: UNBOUNDED,
  ranges: ["between", "standardised", "unbounded"],
  layout: ({ samples, channels, ragged }, beside) => ({
    kind: { name: "signal" },
    axes: [timeAxis(samples, ragged, beside), axis(CHANNEL, channels)],
  }),
  dtype: "float32",
  prepare: (_, values) => values,
  example: "input motion: series(samples: 200, channels: 6) @ 100 Hz standardised",
});
