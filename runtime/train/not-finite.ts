import { failure, type RuntimeFailure } from "../failure.ts";
import type { VariableValues } from "../model/backend.ts";

/** The first variable that holds something else than finite numbers. */
export function notFinite(values: VariableValues): string | undefined {
  for (const [name, { data }] of values) {
    if (data instanceof Float32Array && !data.every(Number.isFinite)) return name;
  }
  return undefined;
}

/** That something became no finite number at a step. */
export const noNumbers = (step: number, what: string): RuntimeFailure =>
  failure("loss-not-finite", {
    message: `${what} became no finite number at step ${step}`,
    help: "Lower the learning rate, clip the gradients (`clip: norm(1)`), or look for extreme numbers in the data.",
  });
