import { integer, number } from "../operators/settings.ts";
import { schedule } from "./define.ts";
import { warmupFactor, warmupSteps } from "./warmup.ts";

export const stepwise = schedule({
  name: "step",
  summary: "Multiplies the learning rate by a factor every so many steps, after an optional warm-up.",
  documentation: "The rate is `learning_rate · factor ^ floor(steps / every)`.",
  settings: {
    every: integer("after how many steps the rate falls again"),
    factor: number("what the rate is multiplied by then", { from: 0, to: 1, default: 0.1 }),
    warmup: warmupSteps,
  },
  rate(g, { base, step }, { every, factor, warmup }) {
    // Dividing whole numbers as floats can land just below one; half a step more makes the floor safe.
    const moved = g.add(step, g.scalar(0.5));
    const falls = g.floor(g.mul(moved, g.scalar(1 / every)));
    const fallen =
      factor === 0 ? g.cast(g.less(falls, g.scalar(1)), "float32") : g.pow(g.scalar(factor), falls);
    const rise = warmupFactor(g, step, warmup);
    return g.mul(base, rise === undefined ? fallen : g.mul(rise, fallen));
  },
  source: "Keras ExponentialDecay with `staircase`",
  example: "schedule: step(every: 1_000, factor: 0.5)",
});
