import { number } from "../operators/settings.ts";
import { loss } from "./define.ts";
import { meanOfErrors } from "./errors.ts";

export const huber = loss({
  name: "huber",
  summary: "The square of small errors and the size of large ones.",
  documentation:
    "`e²/2` for errors `e` up to `delta`, `delta · (|e| - delta/2)` beyond, averaged over the numbers of a vector. The two meet with the same value and slope.",
  accepts: ["feature"],
  targets: ["number", "vector"],
  settings: {
    delta: number("the error from which on it grows no faster", { from: 1e-6, default: 1 }),
  },
  perRow: (g, compared, { delta }) =>
    meanOfErrors(g, compared, (error) => {
      // With c = min(|e|, δ): c²/2 + δ (|e| - c).
      const size = g.abs(error);
      const near = g.minimum(size, g.scalar(delta));
      return g.add(g.mul(g.square(near), g.scalar(0.5)), g.mul(g.sub(size, near), g.scalar(delta)));
    }),
  source: "Huber, Annals of Mathematical Statistics 1964",
  example: "minimise: huber(price, delta: 2)",
});
