import { COUNTERS } from "../../compiler/plan/compiled-model.ts";
import type { StoredTensor } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";
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
    [COUNTERS.horizon]: stepsIn(session, standing.leg),
  };
  const values = new Map<string, StoredTensor>(handed);
  for (const { name, role } of run.compiled.variables) {
    const { shape, data } = handed.get(name)!;
    const counter = counters[name];
    if (counter !== undefined) values.set(name, { shape, data: Int32Array.of(counter) });
    else if (role === "slot") values.set(name, { shape, data: data.map(() => 0) });
  }
  model.assign(values);
}
