import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRows, createTally, restoreTally, storeTally } from "../../../runtime/evaluate/tally.ts";
import type { Measure } from "../../../runtime/outputs/define.ts";
import { orderedMeasure } from "../../../runtime/outputs/ordered.ts";
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
    expect(measured(regressionMeasure(1), targets, targets)).toMatchObject({ mae: 0, rmse: 0, r2: 1 });
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

describe("metrics of grades", () => {
  const ranks = (rows: readonly (readonly [truth: number, ...probabilities: number[]])[]) => {
    const measure = orderedMeasure(3);
    const tally = createTally(measure);
    const given = Float32Array.from(rows.flatMap(([, ...p]) => p));
    addRows(
      measure,
      tally,
      given,
      Int32Array.from(rows, ([truth]) => truth),
      rows.length,
    );
    return measure.metrics(tally);
  };

  it("worked out by hand", () => {
    // Told 0, 1, 2, 2; true 0, 2, 2, 0.
    const { rank_error, accuracy, kappa, log_loss } = ranks([
      [0, 0.5, 0.25, 0.25],
      [2, 0.25, 0.5, 0.25],
      [2, 0.25, 0, 0.75],
      [0, 0.25, 0.125, 0.625],
    ]);
    expect(rank_error).toBeCloseTo(3 / 4, 12);
    expect(accuracy).toBeCloseTo(2 / 4, 12);
    // Squared steps 0 + 1 + 0 + 4 = 5; by chance, with 0 meant twice and 2 twice: (2 · (1·1 + 2·4) + 2 · (1·4 + 1·1)) / 4.
    expect(kappa).toBeCloseTo(1 - 5 / (28 / 4), 12);
    expect(log_loss).toBeCloseTo((Math.LN2 + 2 * Math.LN2 - Math.log(0.75) + 2 * Math.LN2) / 4, 12);
  });

  it("tell the label in the middle, not the likeliest", () => {
    expect(ranks([[1, 0.4, 0.2, 0.4]]).accuracy).toBe(1);
    expect(ranks([[2, 0.3, 0.1, 0.6]]).accuracy).toBe(1);
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
