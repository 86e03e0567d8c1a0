import { describe, expect, test } from "vitest";
import { legalName, linesOf, scopeOf, uniqueNames } from "../../../compiler/targets/names.ts";

describe("names of nodes", () => {
  test.each([
    ["sight/ConvNet/conv_2", "sight/ConvNet/conv_2"],
    ["größe/x y", "gr__e/x_y"],
    ["a//b/", "a/b"],
    ["-1/_x", "n-1/n_x"],
    ["1e+21", "1e_21"],
    ["", ""],
  ])("of %j are %j", (path, name) => {
    expect(legalName(path)).toBe(name);
  });

  test("carry the line that they come from", () => {
    const lineOf = linesOf([{ file: "a.fw", text: "one\ntwo\nthree\n" }]);
    const at = (file: string) => ({ path: "sight/conv", span: { file, start: 5, end: 6 } });
    expect(scopeOf(at("a.fw"), lineOf)).toBe("sight/conv.L2");
    expect(scopeOf(at("b.fw"), lineOf)).toBe("sight/conv");
    expect(scopeOf({ path: "loss" }, lineOf)).toBe("loss");
  });

  test("are given out once", () => {
    const unique = uniqueNames();
    expect(["a", "a_1", "a", "a", "b"].map(unique)).toEqual(["a", "a_1", "a_2", "a_3", "b"]);
  });
});
