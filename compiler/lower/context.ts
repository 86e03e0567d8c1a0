import type { Ops } from "../graph/ops.ts";
import type { Shape, Tensor } from "../graph/tensor.ts";
import type { StateRule } from "../plan/compiled-model.ts";
import type { Initialiser } from "../random/initialisers.ts";
import type { Axis, ValueType } from "../types/value-type.ts";
import type { Judge } from "./validation.ts";

/** A typed value as tensors. */
export interface Lowered {
  readonly type: ValueType;
  /** `[B, …]` with the type's axes in their order. */
  readonly tensor: Tensor;
  /** For a probability, its natural logarithm where that is known more exactly than `log(tensor)`. */
  readonly log?: Tensor;
  /** For probabilities, `log(p / (1 - p))` where that is known more exactly than from the tensor. */
  readonly logit?: Tensor;
  /** For a declared weight, the same numbers without the batch. */
  readonly fixed?: Tensor;
  /** For an optional value, float32 `[B]`: 1 where the row has it. */
  readonly presence?: Tensor;
}

/** What an operator's lowering may use. */
export interface LowerContext {
  readonly g: Ops;
  /** Whether this is the forward pass of a training step. */
  readonly training: boolean;
  /** A weight of this operator, by its local name; asked for again, the same one. */
  weight(name: string, shape: readonly number[], initialiser: Initialiser): Tensor;
  /** State written by the forward pass in training; asked for again, the same one. */
  statistic(name: string, shape: readonly number[], initialiser: Initialiser): Statistic;
  /**
   * State that the runtime sets between epochs by a rule, `mean` if left out, from what `judge` gives for the rows of the
   * validation split; asked for again, the same one. Only for operators that are `judged`.
   */
  state(
    name: string,
    shape: readonly number[],
    initialiser: Initialiser,
    judge: Judge,
    rule?: StateRule,
  ): Tensor;
  /** Numbers in [0, 1) that differ from step to step; `name` keeps several draws of one operator apart. */
  random(name: string, shape: Shape): Tensor;
  /** For a ragged axis, float32 `[B, size]`: 1 where a row fills the place. */
  mask(axis: Axis): Tensor | undefined;
  /** Tells which places of a ragged axis that this operator has made are filled: float32 `[B, size]`, 1 or 0. */
  fill(axis: Axis, mask: Tensor): void;
}

export interface Statistic {
  readonly value: Tensor;
  /** Sets the value that the statistic has after the step. Does nothing outside training. */
  update(value: Tensor): void;
}

/** A known size of a value's axis. Types are checked before they are lowered, so every size is a number here. */
export function sizeOf(value: Lowered, axis: string): number {
  const found = value.type.axes.find((a) => a.name === axis);
  if (typeof found?.size !== "number") throw new Error(`no axis ${axis} of known size`);
  return found.size;
}

/** The dimension of a value's axis in its tensor, whose first dimension is the batch. */
export function dimensionOf(value: Lowered, axis: string): number {
  return 1 + value.type.axes.findIndex((a) => a.name === axis);
}
