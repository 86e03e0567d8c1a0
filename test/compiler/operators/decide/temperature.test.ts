import { describe, expect, test } from "vitest";
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
});
