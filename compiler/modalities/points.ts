import { integer } from "../operators/settings.ts";
import { axis, CHANNEL, UNBOUNDED } from "../types/value-type.ts";
import { modality } from "./define.ts";

export const points = modality({
  name: "points",
  summary: "A cloud of points in no order: LiDAR, radar detections, particles.",
  documentation:
    "Handed in as `[point, channel]`, one row per point: its coordinates and whatever else is measured there. A record fills as much of the ragged axis `point` as it has points; further points are cut off. The points have no order, so that they are best mapped one by one, as `dense` does, and then reduced by `max(over: point)` or looked at by attention: nothing that depends on the order in which they are handed in means anything.",
  settings: {
    points: integer("how many points there are at most", { positional: true }),
    channels: integer("how many numbers each point has", { default: 3 }),
  },
  axes: ["point", CHANNEL],
  kind: "signal",
  sources: ["file", "column", "rows"],
  rate: "never",
  defaultRange: UNBOUNDED,
  ranges: ["between", "standardised", "unbounded"],
  layout: ({ points, channels }, { input }) => ({
    kind: { name: "signal" },
    axes: [{ ...axis("point", points), ragged: input }, axis(CHANNEL, channels)],
  }),
  dtype: "float32",
  prepare: (_, values) => values,
  example: "input scan: points(1_024, channels: 4)",
});
