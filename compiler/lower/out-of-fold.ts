import type { PhaseSpec } from "../check/phase.ts";
import type { TrainSpec } from "../check/train.ts";
import type { Ops } from "../graph/ops.ts";
import { BATCH, type Tensor } from "../graph/tensor.ts";
import { outOfFold } from "../plan/compiled-model.ts";
import type { Lowered } from "./context.ts";
import type { Forward } from "./forward.ts";

/** The values that a phase takes as they were predicted out of folds, by id: fed, with whether a row has them. */
export function givenOutOfFold(g: Ops, phase: PhaseSpec): ReadonlyMap<number, Lowered> {
  return new Map(
    phase.outOfFold.map(({ name, value: { id, type } }) => {
      const sizes = type.axes.map(({ size }) => size as number);
      const feed = outOfFold(name);
      const tensor = g.feed({ name: feed, shape: [BATCH, ...sizes], dtype: "float32" });
      if (type.presence !== "optional") return [id, { type, tensor }];
      const presence = g.feed({ name: `${feed}/present`, shape: [BATCH], dtype: "float32" });
      return [id, { type, tensor, presence }];
    }),
  );
}

/** What `evaluate` gives so that it can be kept out of folds: what feeds of the same names take. */
export function keptOutOfFold({ phases }: TrainSpec, { values }: Forward): Record<string, Tensor> {
  const kept = phases.flatMap((phase) => phase.outOfFold);
  const results = kept.flatMap(({ name, value: { id, type } }): [string, Tensor][] => {
    const { tensor, presence } = values.get(id)!;
    const isThere: [string, Tensor][] =
      type.presence === "optional" && presence !== undefined
        ? [[`${outOfFold(name)}/present`, presence]]
        : [];
    return [[outOfFold(name), tensor], ...isThere];
  });
  return Object.fromEntries(results);
}
