import { schedule } from "./define.ts";
import { warmupFactor, warmupSteps } from "./warmup.ts";

export const constant = schedule({
  name: "constant",
  summary: "The same learning rate all the way, after an optional warm-up.",
  settings: { warmup: warmupSteps },
  rate(g, { base, step }, { warmup }) {
    const factor = warmupFactor(g, step, warmup);
    return factor === undefined ? base : g.mul(base, factor);
  },
  example: "schedule: constant(warmup: 100)",
});
