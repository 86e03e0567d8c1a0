import { describe, expect, test } from "vitest";
import { operators } from "../../../../compiler/operators/index.generated.ts";
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
