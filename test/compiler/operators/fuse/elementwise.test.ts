import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["sum", "multiply"] as const)("the type of %s", (name) => {
  test("is that of its operands", () => {
    const xs = [feature({ word: upTo(6), channel: 4 }), feature({ word: upTo(6), channel: 4 })];
    expect(typeOf(name, { xs })).toBe("feature[word: up to 6, channel: 4]");
    expect(typeOf(name, { xs: [feature({ channel: symbol("A") }), feature({ channel: symbol("B") })] })).toBe(
      "feature[channel: A]",
    );
  });

  test("has as many channels as the width that operands are mapped to", () => {
    const xs = [feature({ word: 2, channel: 4 }), feature({ word: 2, channel: 5 })];
    expect(typeOf(name, { xs }, { width: 3 })).toBe("feature[word: 2, channel: 3]");
    expect(typeOf(name, { xs }, { width: symbol("D") })).toBe("feature[word: 2, channel: D]");
  });

  test("refuses different sizes, and shows the width that would mend it", () => {
    const xs = [feature({ channel: 128 }), feature({ channel: 96 })];
    const { type, findings } = judge(name, { xs });
    expect(type).toBeUndefined();
    expect(findings).toMatchObject([
      {
        message: "sizes_differ",
        at: "xs",
        help: [`project them to one width: ${name}(xs1, xs2, width: 128)`],
      },
    ]);
  });

  test("refuses other axes that do not agree, whatever the width", () => {
    const xs = [feature({ word: 2, channel: 4 }), feature({ word: 3, channel: 4 })];
    expect(refusal(name, { xs })).toBe("sizes_differ at xs");
    expect(refusal(name, { xs }, { width: 4 })).toBe("sizes_differ at xs");
    expect(judge(name, { xs }).findings[0]?.help).toEqual([]);
    expect(refusal(name, { xs: [feature({ word: 2 }), feature({ word: 2 })] }, { width: 4 })).toBe(
      "axis_missing at xs.0",
    );
  });
});

test("sum warns where raw signals on different scales are added", () => {
  const xs = [
    signal({ channel: 1 }, { range: between(0, 1) }),
    signal({ channel: 1 }, { range: between(-1, 1) }),
  ];
  const { type, findings } = judge("sum", { xs });
  expect(type?.kind).toEqual({ name: "signal" });
  expect(findings).toMatchObject([{ message: "scales_differ", at: "xs" }]);
});
