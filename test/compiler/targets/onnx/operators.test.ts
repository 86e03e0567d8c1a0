import { describe, expect, test } from "vitest";
import { simplify } from "../../../../compiler/graph/simplify.ts";
import { type OperatorName, operators } from "../../../../compiler/operators/index.generated.ts";
import type { ValueType } from "../../../../compiler/types/value-type.ts";
import { differences } from "../../graph/kit/close.ts";
import type { Dense } from "../../graph/kit/dense.ts";
import { programOf } from "../../graph/kit/on-engine.ts";
import { flat, type Nested, shapeOf } from "../../operators/kit/arrays.ts";
import type { Case } from "../../operators/kit/cases/case.ts";
import { CASES } from "../../operators/kit/cases/index.ts";
import { apply, type Computed, fed } from "../../operators/kit/run.ts";
import { withVariables } from "./kit/kept.ts";
import { onOnnx } from "./kit/on-onnx.ts";

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

describe("operators in ONNX Runtime", () => {
  test.each(Object.keys(operators) as OperatorName[])("%s gives what plain loops give", async (name) => {
    for (const one of CASES[name]) {
      const seen: Computed[] = [];
      apply(name, operandsOf(one), one.settings, {
        lengths: { phrase: [4, 2, 1] },
        watch: (computed) => void seen.push(computed),
      });
      const [{ roots, feeds, found }] = seen as [Computed];
      const given = denseOf(feeds);
      const wanted = denseOf(found);
      const program = simplify(withVariables(programOf(name, roots), ["weight/", "statistic/", "state/"]));
      // With the weights handed in, as the program has them; and with the weights inside, and all that follows from them.
      expect(differences(await onOnnx(program, given), wanted, 2e-5), "handed in").toEqual([]);
      const values = new Map(Object.entries(given));
      expect(differences(await onOnnx(program, given, { values }), wanted, 2e-5), "inside").toEqual([]);
    }
  });
});
