import { showShape, type TensorType } from "./tensor.ts";

/**
 * A primitive: the smallest thing every target can compute. Declared here are its meaning, the types of its
 * results and its cost; its gradient stands in `gradients/`, its lowering in each target's table, and both tables
 * are typed so that a missing entry does not compile.
 */
export interface Primitive<A extends object> {
  /** The result in terms of the inputs `a`, `b`, …, in one line. */
  readonly summary: string;
  /** Types of the results. Throws a {@link ShapeError} for inputs that the primitive is not defined for. */
  readonly type: (inputs: readonly TensorType[], attributes: A) => readonly TensorType[];
  /**
   * Multiply-accumulates for one row of the batch (in all, where nothing grows with the batch).
   * Absent where the primitive multiplies nothing that is counted by convention.
   */
  readonly macs?: (inputs: readonly TensorType[], outputs: readonly TensorType[], attributes: A) => number;
}

/** Declares a primitive; `A` is what its attributes must hold. */
export function primitive<A extends object = Record<never, never>>(declaration: Primitive<A>): Primitive<A> {
  return declaration;
}

/** Inputs that a primitive is not defined for: always a mistake of the compiler, never of the author. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Refuses inputs that break a primitive's rule. */
export function demand(holds: boolean, rule: string, inputs: readonly TensorType[]): asserts holds {
  if (holds) return;
  const found = inputs.map((input) => `${input.dtype}${showShape(input.shape)}`).join(", ");
  throw new ShapeError(`${rule}; found ${found}`);
}
