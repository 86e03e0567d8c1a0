import { describe, expect, test } from "vitest";
import { gradientsOf } from "../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { gradients } from "../../../compiler/graph/gradients/index.ts";
import { GradientError } from "../../../compiler/graph/gradients/rule.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import type { PrimitiveName } from "../../../compiler/graph/primitives/index.ts";
import { showShape, type Tensor } from "../../../compiler/graph/tensor.ts";
import { appliedCases, ROWS } from "./kit/applied.ts";
import { interpreter } from "./kit/interpret.ts";
import { mistakes, traced } from "./kit/planted.ts";
import { DIFFERENTIABLE, primitiveSlopes, REFUSED, UNLIKE } from "./kit/primitive-slopes.ts";
import { random } from "./kit/random.ts";
import { anyDirection } from "./kit/slopes.ts";

const TOLERANCE = 1e-6;

/** The sum of all that some tensors hold, as a loss. */
const summed = (g: Ops, outputs: readonly Tensor[]) =>
  outputs
    .map((output) => g.cast(output, "float32"))
    .map((output) =>
      g.reduceSum(
        output,
        output.shape.map((_, axis) => axis),
      ),
    )
    .reduce((a, b) => g.add(a, b));

describe("the gradient of every primitive", () => {
  test.each(DIFFERENTIABLE)("%s, by plain loops, is what differences give", (name) => {
    const g = createOps(createBuilder());
    for (const [k, { slopes, given }] of primitiveSlopes(g, name).entries()) {
      const value = interpreter({ ...given, ...anyDirection(slopes, random(k)) }, ROWS);
      expect(value(slopes.error(slopes.derived())).data[0], `case ${k}`).toBeLessThan(TOLERANCE);
    }
  });

  test.each([...DIFFERENTIABLE, ...UNLIKE])("%s has its operand's type", (name) => {
    const g = createOps(createBuilder());
    for (const { operands, apply } of appliedCases(g, name)) {
      const moving = operands.filter(({ dtype }) => dtype === "float32");
      const [first] = apply(operands);
      const found = gradientsOf(g, summed(g, [first!]), moving);
      const types = (tensors: readonly Tensor[]) =>
        tensors.map(({ dtype, shape }) => `${dtype}${showShape(shape)}`);
      expect(types(found)).toEqual(types(moving));
    }
  });

  test("stops at stop_gradient, though the function goes on", () => {
    const g = createOps(createBuilder());
    const [first] = primitiveSlopes(g, "stop_gradient");
    const value = interpreter({ ...first!.given, ...anyDirection(first!.slopes, random(1)) }, ROWS);
    expect(value(first!.slopes.derived()).data).toEqual([0]);
    expect(value(first!.slopes.measured).data[0]).not.toBeCloseTo(0, 3);
  });

  test.each(REFUSED)("%s is refused", (name) => {
    const g = createOps(createBuilder());
    for (const { operands, apply } of appliedCases(g, name)) {
      expect(() => gradientsOf(g, summed(g, apply(operands)), operands)).toThrow(GradientError);
      expect(() => gradientsOf(g, summed(g, apply(operands)), operands)).toThrow(
        /no gradient rule: different/,
      );
    }
  });
});

/** Mistakes that change nothing: a sign is its own reciprocal, and of unequal numbers one alone is the largest. */
const HARMLESS: { readonly [N in PrimitiveName]?: RegExp } = {
  abs: /mul, divided instead/,
  reduce_max: /div, multiplied instead/,
  reduce_min: /div, multiplied instead/,
};

describe("a wrong gradient is found", () => {
  const ruled = DIFFERENTIABLE.filter((name) => gradients[name] !== "none");

  test.each(ruled)("of %s", (name) => {
    const g = createOps(createBuilder());
    const seen = new Map<string, boolean>();
    for (const [k, { slopes, given }] of primitiveSlopes(g, name).entries()) {
      const value = interpreter({ ...given, ...anyDirection(slopes, random(k)) }, ROWS);
      const { rules, trace } = traced(name);
      slopes.derived(rules);
      for (const { mistake, rules: wrong } of mistakes(name, trace)) {
        const error = value(slopes.error(slopes.derived(wrong))).data[0]!;
        seen.set(mistake, seen.get(mistake) || !(error < TOLERANCE));
      }
    }
    expect(seen.size).toBeGreaterThan(2);
    const missed = [...seen].flatMap(([mistake, found]) => (found ? [] : [mistake]));
    expect(missed.filter((mistake) => !HARMLESS[name]?.test(mistake))).toEqual([]);
  });
});
