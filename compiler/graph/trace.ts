/** Which number of a program was the first to be none, found from one more run of it. */
import { createBuilder } from "./builder.ts";
import { type Program, programNodes } from "./graph.ts";
import { createOps } from "./ops.ts";
import { rebuild } from "./rebuild.ts";
import type { Tensor } from "./tensor.ts";

/** A program that gives, in place of its results, a number for each of its float32 tensors. */
export interface Traced {
  /** Its one result is `trace`: float32 `[tensors]`, finite where all numbers of a tensor are, NaN where one is NaN. */
  readonly program: Program;
  /** The tensors in the order of the result, each after those that it was made of. */
  readonly tensors: readonly Tensor[];
  /** What the program minimises. */
  readonly loss: Tensor;
  /** What variables are set to, by their names. */
  readonly updates: ReadonlyMap<string, Tensor>;
}

/** Makes magnitudes so small that the sum of very many large ones is finite still. */
const SHRINK = 2 ** -30;

/** A program, whose results have a `loss`, as one that tells where it goes wrong. It writes nothing. */
export function traced(program: Program): Traced {
  const builder = createBuilder();
  const g = createOps(builder);
  const made = rebuild(program, builder);
  const tensors = programNodes(made).flatMap(({ outputs }) =>
    outputs.filter(({ dtype }) => dtype === "float32"),
  );
  const magnitudes = tensors.map((tensor) => {
    const axes = tensor.shape.map((_, axis) => axis);
    return g.reshape(g.reduceSum(g.mul(g.abs(tensor), g.scalar(SHRINK)), axes), [1]);
  });
  return {
    program: { ...made, results: { trace: g.concat(magnitudes, 0) }, updates: [] },
    tensors,
    loss: made.results.loss!,
    updates: new Map(made.updates.map(({ variable, value }) => [variable.name, value])),
  };
}

/**
 * The tensor that a bad one owes it to: going back over inputs that are bad, the first whose own inputs are all finite. An
 * infinity that a later operator takes away, as a mask does, leads to nothing bad and so is not found.
 *
 * @param magnitudes what the traced program gave
 */
export function culprit({ tensors }: Traced, magnitudes: ArrayLike<number>, bad: Tensor): Tensor {
  const found = new Map(tensors.map((tensor, i) => [tensor, magnitudes[i]!]));
  const isBad = (tensor: Tensor) => !Number.isFinite(found.get(tensor) ?? 0);
  let present = bad;
  for (;;) {
    const from = present.node.inputs.filter(isBad);
    // NaN comes of NaN where there is one.
    const next = from.find((input) => Number.isNaN(found.get(input))) ?? from[0];
    if (next === undefined) return present;
    present = next;
  }
}
