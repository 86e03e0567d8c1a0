import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRows, createTally, restoreTally, storeTally } from "../../../runtime/evaluate/tally.ts";
import type { Measure } from "../../../runtime/outputs/define.ts";
import { regressionMeasure } from "../../../runtime/outputs/regression.ts";
import { setMeasure } from "../../../runtime/outputs/set.ts";

type Rows = readonly (readonly number[])[];

function measured(measure: Measure, given: Rows, targets: Rows) {
  const tally = createTally(measure);
  addRows(measure, tally, Float32Array.from(given.flat()), Float32Array.from(targets.flat()), given.length);
  return measure.metrics(tally);
}

const column = (...values: number[]): Rows => values.map((value) => [value]);

describe("metrics of numbers", () => {
  it("worked out by hand", () => {
    // Errors 1, -1, 0, 4; the targets' mean is 2 and their spread 9 + 1 + 1 + 9 = 20 less nothing.
    const { mae, rmse, r2 } = measured(regressionMeasure(1), column(0, 0, 3, 9), column(-1, 1, 3, 5));
    expect(mae).toBeCloseTo(6 / 4, 12);
    expect(rmse).toBeCloseTo(Math.sqrt(18 / 4), 12);
    expect(r2).toBeCloseTo(1 - 18 / 20, 12);
  });

  it("are perfect where all is right, and explain nothing where the mean is said", () => {
    const targets = column(1, 2, 6);
    expect(measured(regressionMeasure(1), targets, targets)).toEqual({ mae: 0, rmse: 0, r2: 1 });
    expect(measured(regressionMeasure(1), column(3, 3, 3), targets).r2).toBeCloseTo(0, 12);
  });

  it("keep their digits where the targets lie far from 0", () => {
    const far = 1e6;
    const { r2 } = measured(
      regressionMeasure(1),
      column(far + 1, far + 2, far + 3),
      column(far, far + 2, far + 4),
    );
    expect(r2).toBeCloseTo(1 - 2 / 8, 9);
  });

  it("of vectors average errors over all numbers, and r2 over channels", () => {
    const targets = [
      [0, 10],
      [2, 20],
    ];
    const { mae, rmse, r2 } = measured(
      regressionMeasure(2),
      [
        [0, 15],
        [2, 15],
      ],
      targets,
    );
    expect([mae, rmse, r2]).toEqual([10 / 4, Math.sqrt(50 / 4), 0.5]);
  });

  it("of targets that are all alike say nothing about variance", () => {
    expect(measured(regressionMeasure(1), column(1, 2), column(5, 5)).r2).toBeNaN();
  });
});

describe("metrics of sets", () => {
  it("worked out by hand", () => {
    // Told {0}, {0, 1}, {}; true {0}, {1}, {1}.
    const given = [
      [0.9, 0.1, 0.5],
      [0.8, 0.6, 0],
      [0.2, 0.3, 0],
    ];
    const targets = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ];
    const { micro_f1, macro_f1, exact_match } = measured(setMeasure(3), given, targets);
    // Of three true and three told labels two are common.
    expect(micro_f1).toBeCloseTo(4 / 6, 12);
    expect(macro_f1).toBeCloseTo((2 / 3 + 2 / 3) / 2, 12);
    expect(exact_match).toBeCloseTo(1 / 3, 12);
  });
});

describe("what is counted", () => {
  const cases: readonly [string, Measure, fc.Arbitrary<number>, number][] = [
    ["numbers", regressionMeasure(2), fc.integer({ min: -9, max: 9 }), 2],
    ["sets", setMeasure(3), fc.integer({ min: 0, max: 1 }), 3],
  ];

  it.each(cases)("of %s does not depend on a stop in between", (_, measure, value, width) => {
    const row = fc.array(value, { minLength: width, maxLength: width });
    fc.assert(
      fc.property(fc.array(fc.tuple(row, row), { maxLength: 12 }), fc.nat(12), (rows, at) => {
        const add = (tally: ReturnType<typeof createTally>, some: typeof rows) =>
          addRows(
            measure,
            tally,
            Float32Array.from(some.flatMap(([given]) => given)),
            Float32Array.from(some.flatMap(([, target]) => target)),
            some.length,
          );
        const [whole, part, resumed] = [createTally(measure), createTally(measure), createTally(measure)];
        add(whole, rows);
        add(part, rows.slice(0, at));
        restoreTally(resumed, JSON.parse(JSON.stringify(storeTally(part))));
        add(resumed, rows.slice(at));
        expect(resumed).toEqual(whole);
      }),
    );
  });
});
