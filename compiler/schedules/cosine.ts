import { schedule } from "./define.ts";
import { warmupFactor, warmupSteps } from "./warmup.ts";

export const cosine = schedule({
  name: "cosine",
  summary: "Lowers the learning rate to 0 along half a cosine, after an optional warm-up.",
  documentation:
    "With `t` running from 0 at the end of the warm-up to 1 at the last step of all epochs, the rate is `learning_rate · (1 + cos(π t)) / 2`.",
  settings: { warmup: warmupSteps },
  rate(g, { base, step, horizon }, { warmup }) {
    const start = g.scalar(warmup ?? 0);
    const done = g.sub(step, start);
    const all = g.maximum(g.sub(horizon, start), g.scalar(1));
    const t = g.minimum(g.maximum(g.div(done, all), g.scalar(0)), g.scalar(1));
    const fall = g.mul(g.add(g.cos(g.mul(t, g.scalar(Math.PI))), g.scalar(1)), g.scalar(0.5));
    const rise = warmupFactor(g, step, warmup);
    return g.mul(base, rise === undefined ? fall : g.mul(rise, fall));
  },
  source: "Loshchilov & Hutter, ICLR 2017, arXiv 1608.03983 (without restarts)",
  example: "schedule: cosine(warmup: 50)",
});
