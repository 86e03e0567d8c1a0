import { beforeAll, describe, expect, test } from "vitest";
import { type OperatorName, operators } from "../../../compiler/operators/index.generated.ts";
import type { ValueType } from "../../../compiler/types/value-type.ts";
import type { Tfjs } from "../../../runtime/eager/tfjs.ts";
import { differences } from "../../compiler/graph/kit/close.ts";
import type { Dense } from "../../compiler/graph/kit/dense.ts";
import { programOf } from "../../compiler/graph/kit/on-engine.ts";
import { flat, type Nested, shapeOf } from "../../compiler/operators/kit/arrays.ts";
import type { Case } from "../../compiler/operators/kit/cases/case.ts";
import { CASES } from "../../compiler/operators/kit/cases/index.ts";
import { apply, type Computed, fed } from "../../compiler/operators/kit/run.ts";
import { compute } from "./kit/compute.ts";
import { tfjsOn } from "./kit/tfjs.ts";

const ROWS = 3;

const operandsOf = ({ operands }: Case) => {
  let seed = 1;
  const one = (type: ValueType) => fed(type, { rows: ROWS, seed: seed++ });
  return Object.fromEntries(
    Object.entries(operands).map(([name, types]) => [name, isList(types) ? types.map(one) : one(types)]),
  );
};

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

const denseOf = (values: Readonly<Record<string, Nested>>): Record<string, Dense> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { shape: shapeOf(value), data: flat(value) }]),
  );

describe("operators and their gradients on tfjs's plain backend", () => {
  let tf: Tfjs;
  beforeAll(async () => {
    tf = await tfjsOn("cpu");
  });

  test.each(Object.keys(operators) as OperatorName[])("%s gives what plain loops give", async (name) => {
    for (const one of CASES[name]) {
      for (const training of [false, true]) {
        const seen: Computed[] = [];
        const watch = (computed: Computed) => void seen.push(computed);
        apply(name, operandsOf(one), one.settings, {
          lengths: { phrase: [4, 2, 1] },
          training,
          slopes: training,
          watch,
        });
        const [{ roots, feeds, found }] = seen as [Computed];
        const rows = { rows: { shape: [ROWS], data: Array<number>(ROWS).fill(1) } };
        const own = await compute(tf, programOf(name, roots), { ...denseOf(feeds), ...rows });
        expect(differences(own, denseOf(found), 2e-5)).toEqual([]);
      }
    }
  });
});
