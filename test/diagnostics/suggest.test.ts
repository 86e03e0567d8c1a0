import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { listNames, nearest } from "../../diagnostics/suggest.ts";

describe("nearest", () => {
  const operators = [
    "concat",
    "conv",
    "dense",
    "dropout",
    "mean",
    "max",
    "max_pool",
    "relu",
    "softmax",
    "sum",
  ];

  test.each([
    ["dens", "dense"],
    ["desne", "dense"],
    ["densse", "dense"],
    ["dence", "dense"],
    ["Dense", "dense"],
    ["max_poll", "max_pool"],
    ["maxpool", "max_pool"],
    ["SUM", "sum"],
    ["softmaks", "softmax"],
    ["konkat", "concat"],
  ])("%s was meant to be %s", (name, meant) => {
    expect(nearest(name, operators)).toBe(meant);
  });

  test.each(["attention", "x", "", "su_pool_conv", "dropped_words"])("%s is like none", (name) => {
    expect(nearest(name, operators)).toBeUndefined();
  });

  test("a candidate that differs in case alone wins, then the one of the same case", () => {
    expect(nearest("convnet", ["convnets", "ConvNet"])).toBe("ConvNet");
    expect(nearest("Wordz", ["words", "Words", "WORDS"])).toBe("Words");
  });

  test("one letter is not corrected into another", () => {
    expect(nearest("x", ["y", "z"])).toBeUndefined();
    expect(nearest("x", ["X"])).toBe("X");
  });

  test("the order of the candidates does not matter", () => {
    const names = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "A"), maxLength: 5 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", "A"), maxLength: 5 }),
        names,
        (name, candidates) => {
          expect(nearest(name, candidates.toReversed())).toBe(nearest(name, candidates));
        },
      ),
    );
  });

  test("one slip in a longer name is always mended", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(
        letters,
        fc.nat(),
        fc.constantFrom("drop", "double", "swap", "replace"),
        (name, place, slip) => {
          const at = place % (name.length - 1);
          const [head, one, two, tail] = [name.slice(0, at), name[at]!, name[at + 1]!, name.slice(at + 2)];
          const slips = { drop: two, double: one + one + two, swap: two + one, replace: `x${two}` };
          const wrong = head + slips[slip] + tail;
          expect(nearest(wrong, ["quite_another", name])).toBe(wrong === name ? undefined : name);
        },
      ),
    );
  });

  test("a very long name is not compared", () => {
    expect(nearest("a".repeat(100_000), ["a".repeat(99_999)])).toBeUndefined();
  });
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("%j is listed as %j", (names, text) => {
  expect(listNames(names)).toBe(text);
});
