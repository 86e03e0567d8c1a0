import { describe, expect, test } from "vitest";
import { explain, nearestCode, titleOf } from "../../diagnostics/explain.ts";
import { golden } from "../kit/golden.ts";
import { registry } from "./samples.ts";

describe("explain", () => {
  test("writes a page with examples", async () => {
    await golden("golden/explain/FW2104.md", explain("FW2104", registry)!);
  });

  test("writes a page without examples", async () => {
    await golden("golden/explain/FW1007.md", explain("FW1007", registry)!);
  });

  test("does not mind case", () => {
    expect(explain("fw2104", registry)).toBe(explain("FW2104", registry));
  });

  test("has no page on an unknown code, and names the nearest", () => {
    expect(explain("FW2140", registry)).toBeUndefined();
    expect(nearestCode("FW2140", registry)).toBe("FW2104");
    expect(nearestCode("FM1007", registry)).toBe("FW1007");
    expect(nearestCode("weather", registry)).toBeUndefined();
  });

  test("a title shows parameters by name, set off outside code alone", () => {
    expect(titleOf(registry.sizes_differ!, (name) => `<${name}>`)).toBe(
      "these cannot be added: their `axis` sizes differ, <first> and <other one>",
    );
  });
});
