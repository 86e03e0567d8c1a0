import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonFault } from "../../cli/json-fault.ts";

/** The fault as the text with a mark before the place, and what is said. */
function told(text: string): readonly [string, string] | undefined {
  const fault = jsonFault(text);
  return fault && [`${text.slice(0, fault.offset)}‸${text.slice(fault.offset)}`, fault.message];
}

describe("the first fault of a text that is not JSON", () => {
  it.each([
    ["", "‸", "expected a value"],
    ["{name: 1}", "{‸name: 1}", "expected a name in double quotes or }"],
    ["{'name': 1}", "{‸'name': 1}", "expected a name in double quotes or }"],
    ['{"name" 1}', '{"name" ‸1}', "expected a colon after the name"],
    ['{"name": }', '{"name": ‸}', "expected a value"],
    ['{"name": "red}', '{"name": ‸"red}', "the text that starts here does not end"],
    ['{"name": "red\n"}', '{"name": ‸"red\n"}', "the text that starts here does not end on its line"],
    ['{"a": "C:\\pics"}', '{"a": "C:‸\\pics"}', "this is no escape: write a backslash as \\\\"],
    ['["a\tb"]', '["a‸\tb"]', "write this as an escape"],
    ['{"a": 1 "b": 2}', '{"a": 1 ‸"b": 2}', "expected a comma or }"],
    ['{"a": 1,}', '{"a": 1,‸}', "expected a name in double quotes"],
    ["[1, 2", "[1, 2‸", "expected a comma or ]"],
    ["[1, 2}", "[1, 2‸}", "expected a comma or ]"],
    ["[,]", "[‸,]", "expected a value or ]"],
    ["[01]", "[‸01]", "expected a value or ]"],
    ["[1, .5]", "[1, ‸.5]", "expected a value"],
    ["[NaN]", "[‸NaN]", "expected a value or ]"],
    ["{} {}", "{} ‸{}", "expected nothing more"],
  ])("%j", (text, marked, message) => {
    expect(told(text)).toEqual([marked, message]);
  });

  it("is there exactly where JSON.parse refuses, and not behind the place it names", () => {
    const changed = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom("", '"', ",", ":", "]", "}", "[", "{", "\\", "1", "e", " ", "\n", "x"),
      )
      .map(([text, where, length, put]) => {
        const at = where % (text.length + 1);
        return text.slice(0, at) + put + text.slice(at + length);
      });
    fc.assert(
      fc.property(changed, (text) => {
        const fault = jsonFault(text);
        try {
          JSON.parse(text);
          expect(fault).toBeUndefined();
        } catch (error) {
          const [, place] = /at position (\d+)/.exec(String(error)) ?? [];
          expect(fault?.offset).toBeLessThanOrEqual(place === undefined ? text.length : Number(place));
        }
      }),
      { seed: 11, numRuns: process.env.FUSEWIRE_FULL ? 200_000 : 2_000 },
    );
  });

  it("is found in deep and long texts", () => {
    expect(jsonFault("[".repeat(1_000_000))?.offset).toBe(1_000_000);
    expect(jsonFault(`["${"\\n".repeat(1_000_000)}", ]`)?.offset).toBe(2_000_005);
  });
});
