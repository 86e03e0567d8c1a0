import { describe, expect, test } from "vitest";
import { bestTemperature, gatherTemperature } from "../../../../runtime/train/states/temperature.ts";
import { compiled, madeUp, named, records, run, training } from "../../kit/models.ts";
import { expectClose, type Grid, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, typeOf } from "../kit/types.ts";

describe("temperature", () => {
  const x = fed(logits(MOOD));
  const divided = (by: number) => (x.values as Grid).map((row) => row.map((value) => value / by));

  test("keeps the type", () => {
    expect(typeOf("temperature", { x: logits(MOOD, { word: 2 }) })).toBe("logits<Mood>[word: 2, label: 3]");
  });

  test("divides by the number that is given", () => {
    const { values, weights } = apply("temperature", { x }, { value: 2.5 });
    expectClose(values, divided(2.5));
    expect(weights).toEqual({});
  });

  test("divides by a trained number above 0, which starts at 1", () => {
    const { values, weights, initialisers } = apply("temperature", { x });
    expectClose(values, divided(Math.exp((weights.log_temperature as Row)[0]!)));
    expect(initialisers).toEqual({ log_temperature: { kind: "zeros" } });
    expectClose(apply("temperature", { x }, {}, { weights: { log_temperature: [0] } }).values, x.values);
  });

  test("is where the labels of the validation split are likeliest, if it is fitted there", () => {
    const source = `category Mood = ["glad", "sad", "calm"]
model M {
  input x: vector(4)
  optional input y: vector(3)
  plain = y |> dense(3) |> classify(Mood)
  sure  = plain |> temperature(fit: validation)
  output mood: Mood = product(x |> classify(Mood), sure)
}
${training("M", ["x", "y"], "mood")}`;
    const rows = 9;
    const { model } = compiled(source);
    const given = { ...records(model, rows), ...madeUp(model.variables) };
    const { train, evaluate, states } = model.training!;
    expect(states).toEqual([
      {
        variable: "sure/temperature/temperature",
        rule: "temperature",
        values: expect.any(String),
        counts: expect.any(String),
      },
    ]);
    expect(train.updates.map(({ variable }) => variable.name)).not.toContain("sure/temperature/temperature");
    const { results } = run(evaluate, given, rows);
    const gathering = gatherTemperature();
    gathering.add(
      Float32Array.from(results[states[0]!.values]!.data),
      Float32Array.from(results[states[0]!.counts]!.data),
    );
    const found = gathering.result()![0]!;

    const logits = named(source, ["plain"], given, rows, given).values.plain!.data;
    const surprise = (t: number) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        if (given["y/present"]!.data[row] === 0) continue;
        const own = logits.slice(3 * row, 3 * row + 3).map((value) => value / t);
        sum += Math.log(own.reduce((a, z) => a + Math.exp(z), 0)) - own[given.mood!.data[row]!]!;
      }
      return sum;
    };
    const grid = Array.from({ length: 20_001 }, (_, i) => 1000 ** ((i - 10_000) / 10_000));
    const best = grid.reduce((a, t) => (surprise(t) < surprise(a) ? t : a));
    expect(Math.log(found)).toBeCloseTo(Math.log(best), 2);
    // Used as it is set.
    const set = { ...given, "sure/temperature/temperature": { shape: [1], data: [4] } };
    const { sure } = named(source, ["sure"], set, rows, set).values;
    sure!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(logits[i]! / 4, 6);
    });
  });

  test("is left alone where no row tells, and ends at its bounds where there is no best one", () => {
    expect(gatherTemperature().result()).toBeUndefined();
    expect(bestTemperature([Float32Array.of(0, -1, -2)])).toBeCloseTo(1e-3, 6);
    expect(bestTemperature([Float32Array.of(0, 1, 2)])).toBeCloseTo(1000, 2);
    // Right in two of three rows, at a margin of 1 between two labels: p = 2/3, so that T = 1 / ln 2.
    const rows = [
      [0, -1],
      [0, -1],
      [1, 0],
    ].map((row) => Float32Array.from(row));
    expect(bestTemperature(rows)).toBeCloseTo(1 / Math.LN2, 5);
  });
});
