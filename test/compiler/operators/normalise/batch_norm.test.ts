import { describe, expect, test } from "vitest";
import { operators } from "../../../../compiler/operators/index.generated.ts";
import { feature, refusal, signal, typeOf } from "../kit/types.ts";

describe("the type of batch_norm", () => {
  test("keeps all axes, needs channels, and mixes the rows of the batch", () => {
    expect(typeOf("batch_norm", { x: signal({ height: 2, width: 2, channel: 3 }) })).toBe(
      "feature[height: 2, width: 2, channel: 3]",
    );
    expect(refusal("batch_norm", { x: feature({ height: 2 }) })).toBe("axis_missing at x");
    expect(operators.batch_norm.mixing).toBe("batch");
  });
});
