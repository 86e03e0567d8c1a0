import { describe, expect, test } from "vitest";
import { operators } from "../../../../compiler/operators/index.generated.ts";
import { symbol } from "../../../../compiler/types/size.ts";
import { expectClose, flat, type Images } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, signal, typeOf } from "../kit/types.ts";

describe("the type of flatten", () => {
  test("has one channel for each number", () => {
    expect(typeOf("flatten", { x: feature({ height: 2, width: 3, channel: 4 }) })).toBe(
      "feature[channel: 24]",
    );
    expect(typeOf("flatten", { x: feature({ height: 2, width: 3 }) })).toBe("feature[channel: 6]");
    expect(typeOf("flatten", { x: feature({ channel: 4 }) })).toBe("feature[channel: 4]");
    expect(typeOf("flatten", { x: feature({}) })).toBe("feature[channel: 1]");
    expect(typeOf("flatten", { x: feature({ height: symbol("H"), width: 3, channel: symbol("C") }) })).toBe(
      "feature[channel: (H*3)*C]",
    );
  });

  test("keeps raw measurements raw", () => {
    expect(typeOf("flatten", { x: signal({ time: 2, channel: 3 }) })).toBe("signal[channel: 6] unbounded");
  });

  test("leaves it to the framework to refuse ragged axes", () => {
    expect(operators.flatten.ragged).toBe("refuse");
  });
});

test("flatten lays numbers out with the last axis fastest", () => {
  const x = fed(feature({ height: 2, width: 3, channel: 4 }));
  const { values } = apply("flatten", { x });
  expectClose(
    values,
    (x.values as Images).map((image) => flat(image)),
  );
});
