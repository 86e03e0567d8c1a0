import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OperatorName, operators } from "../../../../compiler/operators/index.generated.ts";
import { expectClose, type Nested } from "../../operators/kit/arrays.ts";
import { CASES } from "../../operators/kit/cases/index.ts";
import { type Applied, apply, fed } from "../../operators/kit/run.ts";
import { evaluateGenerated } from "./kit/evaluate.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const ROWS = 3;

describe("generated TypeScript", () => {
  it.each(Object.keys(operators) as OperatorName[])("computes %s, and tfjs its gradients", (name) => {
    for (const { operands, settings } of CASES[name]) {
      let seed = 1;
      const values = Object.fromEntries(
        Object.entries(operands).map(([operand, types]) => {
          const all = [types].flat().map((type) => fed(type, { rows: ROWS, seed: seed++ }));
          return [operand, Array.isArray(types) ? all : all[0]!];
        }),
      );
      for (const training of [false, true]) {
        const options = { training, slopes: true, lengths: { phrase: [4, 2, 1] } };
        const wanted = apply(name, values, settings, options);
        const found = apply(name, values, settings, { ...options, evaluate: evaluateGenerated });
        expectClose(found.values, wanted.values, 1e-4);
        expectSame(found, wanted, "after");
        expectSame(found, wanted, "slopes");
      }
    }
  });
});

function expectSame(found: Applied, wanted: Applied, part: "after" | "slopes"): void {
  expect(Object.keys(found[part])).toEqual(Object.keys(wanted[part]));
  for (const [name, values] of Object.entries<Nested>(wanted[part]))
    expectClose(found[part][name]!, values, 1e-3);
}
