import { type Count, createCount, restoreCount, storeCount } from "../evaluate/count.ts";
import type { BestEpoch, RunState } from "../run/checkpoint.ts";
import type { InPhase } from "./events.ts";
import type { Leg } from "./legs.ts";
import type { Session } from "./session.ts";

/** Where a run stands while it trains. */
export interface Standing {
  step: number;
  /** Whole epochs through. */
  epoch: number;
  /** The stretch that it is in, its number, and the whole epochs before it. */
  leg: Leg;
  number: number;
  after: number;
  /** Of the present epoch. */
  count: Count;
  /** Of the present stretch. */
  best: BestEpoch | undefined;
  ended: RunState["ended"];
}

/** Where a run begins, or continues from. */
export function createStanding(session: Pick<Session, "run" | "legs" | "from">): Standing {
  const { from } = session;
  const { number, after } = from?.leg ?? { number: 0, after: 0 };
  const leg = session.legs[number]!;
  const count = countOf(session, leg);
  if (from !== undefined) restoreCount(count, from);
  const { step = 0, epoch = 0, best, ended } = from ?? {};
  return { step, epoch, leg, number, after, count, best, ended };
}

/** Enters the next stretch, of which nothing is known yet. */
export function enterNext(session: Pick<Session, "run" | "legs">, standing: Standing): void {
  standing.number++;
  standing.after = standing.epoch;
  standing.leg = session.legs[standing.number]!;
  standing.count = countOf(session, standing.leg);
  standing.best = undefined;
}

/** Counts what the steps of a stretch give. */
function countOf({ run }: Pick<Session, "run">, { outputs, terms }: Leg): Count {
  const given = run.compiled.interface.outputs.filter(({ name }) => outputs.includes(name));
  return createCount(given, terms);
}

/** The standing as it is stored, with what stands beside it. */
export function storeStanding(
  { step, epoch, leg, number, after, count, best, ended }: Standing,
  beside: Pick<RunState, "metrics" | "seconds" | "waiting">,
): RunState {
  return {
    format: 2,
    step,
    epoch,
    ...(leg.phase === undefined ? {} : { leg: { number, after } }),
    ...storeCount(count),
    ...(best === undefined ? {} : { best }),
    ...(ended === undefined ? {} : { ended }),
    ...beside,
  };
}

/** The phase of a stretch, and its fold, for what is told and logged. */
export const phaseOf = ({ leg: { phase, fold } }: Standing): InPhase => ({
  ...(phase === undefined ? {} : { phase }),
  ...(fold === undefined ? {} : { fold }),
});
