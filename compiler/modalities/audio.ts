import { integer, quantity } from "../operators/settings.ts";
import { showRate } from "../types/show.ts";
import { axis, CHANNEL } from "../types/value-type.ts";
import { modality } from "./define.ts";
import { ragged, timeAxis } from "./ragged.ts";

export const audio = modality({
  name: "audio",
  summary: "A sound recording of a fixed duration, or of at most that.",
  documentation:
    "Handed in as samples `[time, channel]`, `duration · rate` of them, on the declared range. The rate after `@` is needed: it says how many samples a second has.",
  settings: {
    duration: quantity("duration", "how long the recording is", { positional: true }),
    channels: integer("1 for mono, 2 for stereo", { default: 1 }),
    ragged,
  },
  axes: ["time", CHANNEL],
  kind: "signal",
  sources: ["file", "column", "rows"],
  rate: "must",
  defaultRange: { name: "between", low: -1, high: 1 },
  ranges: ["between", "standardised", "unbounded"],
  layout: ({ duration, channels, ragged }, beside) => ({
    kind: { name: "signal" },
    axes: [timeAxis(Math.round(duration * (beside.rate ?? 0)), ragged, beside), axis(CHANNEL, channels)],
  }),
  check({ duration }, { rate = 0 }, at) {
    const samples = duration * rate;
    const whole = Math.round(samples);
    if (whole >= 1 && Math.abs(samples - whole) <= 1e-6 * whole) return;
    const size = Number(samples.toPrecision(6));
    at.fail("size_fractional", "duration", { duration, rate: showRate(rate), size });
  },
  dtype: "float32",
  prepare: (_, values) => values,
  example: "input voice: audio(2 s) @ 16 kHz",
});
