import { number } from "../operators/settings.ts";

/** The settings that several optimizers share. */
export const learningRate = (usual: number) =>
  number("how far a step goes; a schedule starts from it", {
    from: 0,
    to: Infinity,
    positional: true,
    default: usual,
  });

export const moments = {
  beta1: number("how much of the mean gradient stays in each step", {
    from: 0,
    to: 1,
    below: true,
    default: 0.9,
  }),
  beta2: number("how much of the mean squared gradient stays in each step", {
    from: 0,
    to: 1,
    below: true,
    default: 0.999,
  }),
  epsilon: number("added to the root of the mean square so that it is never zero", {
    from: 1e-12,
    to: 1,
    default: 1e-7,
  }),
} as const;
