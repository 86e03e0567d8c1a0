import { number } from "../operators/settings.ts";
import { drop } from "./define.ts";

export const modality = drop({
  name: "modality",
  summary: "Takes optional inputs away from records at random in training: modality dropout.",
  documentation:
    "Every optional input that a record has is dropped with probability `rate`, each by itself; inputs that are not optional never are. Where that would leave a record with no input at all, one of those that it has stays, each of the `k` equally likely: then an input is dropped with probability `rate - rate^k / k`. A dropped input takes the path of one that the record lacks, so that prediction meets nothing that training has not. Evaluation and prediction drop nothing. The draws follow from the seed and the step alone.",
  settings: {
    rate: number("the share of a record's optional inputs that is dropped", {
      from: 0,
      to: 1,
      below: true,
      positional: true,
    }),
  },
  keep(g, { present, others, draw }, { rate }) {
    // Draws of absent inputs are below all others, so that the largest is that of one which the record has.
    const draws = present.map((flag, i) =>
      g.select(g.greater(flag, g.scalar(0)), draw(i), g.fill(-1, flag.shape)),
    );
    const largest = draws.reduce((a, b) => g.maximum(a, b));
    return present.map((flag, i) => {
      const spared = g.greaterEqual(draws[i]!, g.scalar(rate));
      const kept = others ? spared : g.logicalOr(spared, g.greaterEqual(draws[i]!, largest));
      return g.mul(flag, g.cast(kept, "float32"));
    });
  },
  source: "Neverova et al., ModDrop, TPAMI 38 (8), 2016, arXiv 1501.00102",
  example: "drop: modality(0.15)",
});
