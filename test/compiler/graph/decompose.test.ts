import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { type Decomposition, decompositions } from "../../../compiler/graph/decompose.ts";
import { nodesOf } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../compiler/graph/primitives/index.ts";
import { showShape, type Tensor } from "../../../compiler/graph/tensor.ts";
import { CASES, type Case } from "./cases.ts";
import { type Applied, appliedCases, ROWS } from "./kit/applied.ts";
import { differences } from "./kit/close.ts";
import { interpret, interpreter } from "./kit/interpret.ts";
import { random } from "./kit/random.ts";
import { anyDirection, slopesOf } from "./kit/slopes.ts";

const NAMES = Object.keys(decompositions) as (keyof typeof decompositions)[];

/** A case of a primitive with its decomposition in its place. */
function decomposed(g: Ops, name: keyof typeof decompositions, which: number) {
  const { inputs, attributes }: Case = CASES[name][which]!;
  const decompose = decompositions[name] as Decomposition<PrimitiveName>;
  return (operands: readonly Tensor[]) =>
    decompose(g, inputs?.(g, operands) ?? operands, attributes as never);
}

const numbered = (tensors: readonly Tensor[]) =>
  Object.fromEntries(tensors.map((tensor, i) => [`result ${i}`, tensor]));

describe.each(NAMES)("%s by simpler primitives", (name) => {
  const g = createOps(createBuilder());
  const cases = appliedCases(g, name).map((applied, which): [number, Applied] => [which, applied]);

  test.each(cases)("gives the same in case %i", (which, { operands, apply, given }) => {
    const [whole, parts] = [apply(operands), decomposed(g, name, which)(operands)];
    const types = (tensors: readonly Tensor[]) => tensors.map(({ shape, dtype }) => dtype + showShape(shape));
    expect(types(parts)).toEqual(types(whole));
    const wanted = interpret(numbered(whole), given, ROWS);
    expect(differences(interpret(numbered(parts), given, ROWS), wanted, 1e-12)).toEqual([]);
  });

  test.each(cases)("can be differentiated in case %i", (which, { operands, given }) => {
    const slopes = slopesOf(g, { operands, apply: decomposed(g, name, which) }, "slope")!;
    const value = interpreter({ ...given, ...anyDirection(slopes, random(which)) }, ROWS);
    expect(value(slopes.error(slopes.derived())).data[0]).toBeLessThan(1e-6);
  });

  test("needs other primitives only", () => {
    const made = cases.flatMap(([which, { operands }]) => decomposed(g, name, which)(operands));
    const used = nodesOf(made).map(({ primitive }) => primitive);
    expect(used).not.toContain(name);
    expect(used.every((primitive) => Object.hasOwn(primitives, primitive))).toBe(true);
  });
});
