import type { TrainSpec } from "../check/train.ts";

/** Learning rates that are tried, from the first step to the last. */
export interface RateRange {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** A training whose learning rate goes exponentially from one rate to another, and that nothing ends early. */
export function ranged(spec: TrainSpec, { from, to }: RateRange): TrainSpec {
  const schedule = { name: "exponential", settings: { to } } as const;
  const trying = <T extends Pick<TrainSpec, "optimizer" | "schedule">>(own: T): T => ({
    ...own,
    schedule,
    optimizer: { ...own.optimizer, settings: { ...own.optimizer.settings, learning_rate: from } },
  });
  const { stop: _, phases, ...plan } = spec.plan;
  const calm = phases?.map(({ stop: _, ...phase }) => phase);
  return {
    ...trying(spec),
    phases: spec.phases.map(trying),
    plan: { ...plan, ...(calm && { phases: calm }) },
  };
}
