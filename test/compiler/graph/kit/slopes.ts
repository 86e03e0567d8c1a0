/** Gradients held against differences of the function, along directions. */
import { gradientsOf } from "../../../../compiler/graph/autodiff.ts";
import { gradients } from "../../../../compiler/graph/gradients/index.ts";
import type { GradientRules } from "../../../../compiler/graph/gradients/rule.ts";
import type { Ops } from "../../../../compiler/graph/ops.ts";
import type { PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Tensor, TensorType } from "../../../../compiler/graph/tensor.ts";
import { table } from "../../operators/kit/arrays.ts";
import { sizesOf } from "./applied.ts";
import { type Dense, product } from "./dense.ts";
import type { Random } from "./random.ts";

/** Some tensors computed from others, again and again. */
export interface Computation {
  readonly operands: readonly Tensor[];
  readonly apply: (operands: readonly Tensor[]) => readonly Tensor[];
}

/** How a weighted sum of all that is computed changes along a direction; weights and directions are fed. */
export interface Slopes {
  /** The sum at the operands, and those of them that directions move. */
  readonly value: Tensor;
  readonly moving: readonly Tensor[];
  /** By central differences of fourth order. */
  readonly measured: Tensor;
  /** By gradients. */
  readonly derived: (rules?: GradientRules<PrimitiveName>) => Tensor;
  /** How far both are apart, relative to the larger one or 1e-3. */
  readonly error: (derived: Tensor) => Tensor;
  readonly weights: readonly Fed[];
  readonly directions: readonly Fed[];
}

interface Fed extends TensorType {
  readonly name: string;
}

/** Far below the distance from any kink, and far above what rounding blurs in double precision. */
const STEP = 1e-3;

/**
 * Slopes of a computation at its float32 operands; undefined where it has none.
 *
 * @param key what stands in front of the names of feeds
 * @param step how far the operands are moved at least
 */
export function slopesOf(
  g: Ops,
  { operands, apply }: Computation,
  key: string,
  step = STEP,
): Slopes | undefined {
  const moving = operands.filter(({ dtype }) => dtype === "float32");
  const outputs = apply(operands);
  if (moving.length === 0 || outputs.length === 0) return undefined;
  const fed = (kind: string, { shape }: TensorType, i: number): Fed => ({
    name: `${key}/${kind}/${i}`,
    shape,
    dtype: "float32",
  });
  const weights = outputs.map((output, i) => fed("weight", output, i));
  const directions = moving.map((operand, i) => fed("direction", operand, i));

  const total = (parts: readonly (readonly [Tensor, Tensor])[]) =>
    parts
      .map(([a, b]) => g.mul(a, b))
      .map((part) =>
        g.reduceSum(
          part,
          part.shape.map((_, axis) => axis),
        ),
      )
      .reduce((a, b) => g.add(a, b));
  const value = (at: readonly Tensor[]) =>
    total(apply(at).map((output, i) => [g.cast(output, "float32"), g.feed(weights[i]!)]));
  const shifted = (far: number) =>
    value(
      operands.map((operand) => {
        const i = moving.indexOf(operand);
        return i < 0 ? operand : g.add(operand, g.mul(g.scalar(far), g.feed(directions[i]!)));
      }),
    );
  const across = (far: number) => g.sub(shifted(far), shifted(-far));
  const eightfold = g.sub(g.mul(g.scalar(8), across(step)), across(2 * step));
  const measured = g.div(eightfold, g.scalar(12 * step));

  return {
    value: value(operands),
    moving,
    measured,
    derived(rules = gradients) {
      const found = gradientsOf(g, value(operands), moving, rules);
      return total(found.map((gradient, i) => [gradient, g.feed(directions[i]!)]));
    },
    error(derived) {
      const larger = g.maximum(g.maximum(g.abs(measured), g.abs(derived)), g.scalar(1e-3));
      return g.div(g.abs(g.sub(measured, derived)), larger);
    },
    weights,
    directions,
  };
}

const number = (draw: Random) => Math.fround(2 * draw.next() - 1);
const numbers = ({ shape }: TensorType, draw: Random): Dense => {
  const sizes = sizesOf(shape);
  return { shape: sizes, data: table(product(sizes), () => number(draw)) };
};

/** Made-up weights and any direction. */
export function anyDirection({ weights, directions }: Slopes, draw: Random): Record<string, Dense> {
  return Object.fromEntries([...weights, ...directions].map((fed) => [fed.name, numbers(fed, draw)]));
}

/** Made-up weights and the direction of a single number: that at `place` of all numbers of all operands. */
export function oneCoordinate(
  { weights, directions }: Slopes,
  place: number,
  draw: Random,
): Record<string, Dense> {
  let left = place;
  const along = directions.map(({ name, shape }): [string, Dense] => {
    const sizes = sizesOf(shape);
    const own = left;
    left -= product(sizes);
    return [name, { shape: sizes, data: table(product(sizes), (i) => Number(i === own)) }];
  });
  return Object.fromEntries([
    ...weights.map((fed): [string, Dense] => [fed.name, numbers(fed, draw)]),
    ...along,
  ]);
}

/** How many numbers all directions have. */
export const coordinates = ({ directions }: Slopes): number =>
  directions.reduce((all, { shape }) => all + product(sizesOf(shape)), 0);
