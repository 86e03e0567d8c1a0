/** A training as the programs of its steps: one, or one for each phase. */
import { declaredBy } from "../check/declared-weights.ts";
import type { Output } from "../check/inputs-outputs.ts";
import type { TypedModel } from "../check/model.ts";
import { neededFor } from "../check/needed.ts";
import { givenIn, type PhaseSpec } from "../check/phase.ts";
import type { TrainSpec } from "../check/train.ts";
import type { Variable } from "../graph/graph.ts";
import { phaseNames } from "../plan/train-plan.ts";
import { balancePath } from "./losses.ts";

/** A training in one go, or a phase of it. */
export interface Stretch extends Pick<TrainSpec, "terms" | "optimizer" | "schedule"> {
  /** The name of the program that takes a step, and of the result of `evaluate` that it minimises. */
  readonly program: string;
  readonly loss: string;
  readonly phase?: PhaseSpec;
}

export function stretchesOf({ terms, optimizer, schedule, phases, plan }: TrainSpec): readonly Stretch[] {
  if (phases.length === 0) return [{ ...phaseNames(plan, 0), terms, optimizer, schedule }];
  return phases.map((phase, i) => {
    const { terms, optimizer, schedule } = phase;
    return { ...phaseNames(plan, i), terms, optimizer, schedule, phase };
  });
}

/** Whether a weight moves; those that balance terms move with their terms. */
export function moves({ phase, terms }: Stretch, { origin }: Variable): boolean {
  if (phase === undefined || phase.moved.has(origin.path)) return true;
  return terms.some(({ name }) => origin.path === balancePath(name));
}

/** The outputs that are computed anyway for the terms of a phase. */
export function outputsMadeIn(model: TypedModel, phase: PhaseSpec): readonly Output[] {
  const values = phase.terms.flatMap((term) => term.values);
  const given = givenIn(phase);
  const needed = neededFor(model.applications, values, given);
  return model.outputs.filter(({ value }) => needed.has(value.id) && !given.has(value.id));
}

/**
 * Ids of the values that are made as in prediction, without dropout and by the statistics there are: what is frozen, what
 * has weights of which none moves, and what only such values are made of.
 */
export function stillIn({ applications }: TypedModel, phase: PhaseSpec): ReadonlySet<number> {
  const { terms, moved, frozen } = phase;
  const values = terms.flatMap((term) => term.values);
  const given = givenIn(phase);
  const needed = neededFor(applications, values, given);
  const counts = new Map(declaredBy(applications).map(({ path, count }) => [path, count]));
  const still = new Set<number>();
  // What a term is of, and what is used by anything that is as in training.
  const used = new Set(values.map(({ id }) => id));
  for (const { path, operands, result } of applications.toReversed()) {
    if (!needed.has(result.id) || given.has(result.id)) continue;
    const taken = Object.values(operands).flat();
    const paths = [path, ...taken.flatMap(({ weight }) => (weight === undefined ? [] : [weight.path]))];
    const weights = paths.filter((one) => counts.get(one)! > 0);
    const trains = weights.length === 0 ? used.has(result.id) : weights.some((one) => moved.has(one));
    if (!trains || frozen.has(result.id)) still.add(result.id);
    else for (const { id } of taken) used.add(id);
  }
  return still;
}
