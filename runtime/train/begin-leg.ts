import { COUNTERS, stepsOf } from "../../compiler/plan/compiled-model.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";
import { initialValues } from "../model/initial-values.ts";
import { type Session, stepsIn } from "./session.ts";
import { enterNext, type Standing } from "./standing.ts";

/**
 * Goes on to the next stretch of a run, from the values that the one before hands on: its best epoch's. The optimizer's
 * memory is empty, and schedules start anew.
 */
export function beginLeg(session: Session, standing: Standing, handed: VariableValues): void {
  const { run, model } = session;
  enterNext(session, standing);
  const counters: Readonly<Record<string, number>> = {
    [COUNTERS.step]: standing.step,
    [COUNTERS.began]: standing.step,
    [COUNTERS.horizon]: stepsIn(run, standing.leg),
  };
  const values = new Map<string, StoredTensor>(handed);
  const anew = standing.leg.fresh === true ? beginnings(session, standing) : new Map<string, StoredTensor>();
  for (const { name, role } of run.compiled.variables) {
    const { shape, data } = handed.get(name)!;
    const counter = counters[name];
    if (counter !== undefined) values.set(name, { shape, data: Int32Array.of(counter) });
    else if (anew.has(name)) values.set(name, anew.get(name)!);
    else if (role === "slot") values.set(name, { shape, data: data.map(() => 0) });
  }
  model.assign(values);
}

/** What a stretch moves, as it is at the beginning of a run. */
function beginnings({ run }: Session, { leg }: Standing): Map<string, StoredTensor> {
  const step = stepsOf(run.compiled).find(({ name }) => name === leg.program);
  const moved =
    step?.updates.flatMap(({ variable }) => (variable.role === "counter" ? [] : [variable])) ?? [];
  return initialValues(moved, { seed: run.manifest.seed, horizon: 0 });
}
