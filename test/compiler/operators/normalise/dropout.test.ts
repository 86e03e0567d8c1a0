import { describe, expect, test } from "vitest";
import { operators } from "../../../../compiler/operators/index.generated.ts";
import { type Cube, expectClose, flat, sample } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { between, feature, judge, signal, typeOf } from "../kit/types.ts";

describe("the type of dropout", () => {
  test("is that of its operand", () => {
    const x = signal({ height: 2, width: 2 }, { range: between(0, 1) });
    expect(typeOf("dropout", { x }, { rate: 0.5 })).toBe("signal[height: 2, width: 2] in 0..1");
    expect(judge("dropout", { x: feature({ channel: 2 }) }, { rate: 0.5 }).type?.kind).toEqual({
      name: "feature",
    });
    expect(operators.dropout.stochastic).toBe(true);
  });
});

describe("what dropout computes", () => {
  const x = fed(feature({ word: 2, channel: 3 }));

  test("in training drops where a draw is below the rate, and enlarges the rest", () => {
    const draws = sample([2, 2, 3], 7) as Cube;
    const uniform = draws.map((words) => words.map((word) => word.map((v) => (v + 1.5) / 3)));
    const { values } = apply("dropout", { x }, { rate: 0.4 }, { training: true, draws: { keep: uniform } });
    const kept = flat(uniform).map((u) => u >= 0.4);
    expect(kept.filter(Boolean).length).toBeGreaterThan(0);
    expect(kept.filter(Boolean).length).toBeLessThan(kept.length);
    expectClose(
      flat(values),
      flat(x.values).map((v, i) => (kept[i] ? v / 0.6 : 0)),
    );
  });

  test("keeps a number whose draw is the rate itself, and drops nothing at a rate of 0", () => {
    const draws = {
      keep: [
        [
          [0.4, 0.4, 0.4],
          [0, 0, 0],
        ],
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
      ],
    };
    const { values } = apply("dropout", { x }, { rate: 0.4 }, { training: true, draws });
    expect(flat(values).map((v) => v !== 0)).toEqual([true, true, true, ...Array(9).fill(false)]);
    expectClose(apply("dropout", { x }, { rate: 0 }, { training: true }).values, x.values);
  });

  test("outside training does nothing", () => {
    expectClose(apply("dropout", { x }, { rate: 0.4 }).values, x.values);
  });
});
