import { number } from "../operators/settings.ts";
import { schedule } from "./define.ts";
import { warmupFactor, warmupSteps } from "./warmup.ts";

export const exponential = schedule({
  name: "exponential",
  summary:
    "Multiplies the learning rate by the same factor in every step, from `learning_rate` to another one.",
  documentation:
    "With `t` running from 0 at the first step to 1 at the last of all epochs, the rate is `learning_rate · (to / learning_rate)^t`. Falling, it is a usual decay; rising, it is how `fusewire train --find-lr` tries rates.",
  settings: {
    to: number("the rate of the last step", { from: 1e-12 }),
    warmup: warmupSteps,
  },
  rate(g, { base, step, horizon }, { to, warmup }) {
    const last = g.maximum(g.sub(horizon, g.scalar(1)), g.scalar(1));
    const t = g.minimum(g.div(step, last), g.scalar(1));
    const rate = g.exp(g.add(g.mul(g.log(base), g.sub(g.scalar(1), t)), g.mul(t, g.scalar(Math.log(to)))));
    const rise = warmupFactor(g, step, warmup);
    return rise === undefined ? rate : g.mul(rate, rise);
  },
  source: "Keras ExponentialDecay, given by its end; Smith, WACV 2017, arXiv 1506.01186, for rising rates",
  example: "schedule: exponential(to: 1e-5)",
});
