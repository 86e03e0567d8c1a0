import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { allocate } from "../../../runtime/data/feeds.ts";
import { askedWith, subsetsOf } from "../../../runtime/evaluate/subsets.ts";
import { expectFailure } from "../failures.ts";

const faceOf = (inputs: string, joined: string) =>
  compile(
    "m.fuse",
    () => `category Mood = ["glad", "sad"]
model M {
${inputs}
  output mood: Mood = concat(${joined}) |> classify(Mood)
}`,
  ).models[0]!.model.interface;

const FREE = faceOf("  optional input a: vector(2)\n  optional input b: vector(2)", "a, b");
const HELD = faceOf(
  "  input x: vector(2)\n  optional input a: vector(2)\n  optional input b: vector(2)",
  "x, a, b",
);

describe("the sets of inputs that a record may have", () => {
  test("are all but the empty one where every input is optional", () => {
    expect(subsetsOf(FREE)).toEqual([["a", "b"], ["a"], ["b"]]);
  });

  test("are all where some input is not", () => {
    expect(subsetsOf(HELD)).toEqual([["a", "b"], ["a"], ["b"], []]);
  });

  test("are refused where no input is optional, or so many that nobody would read them", async () => {
    const none = faceOf("  input a: vector(2)\n  input b: vector(2)", "a, b");
    await expectFailure(
      async () => subsetsOf(none),
      "inputs-not-optional",
      "M has no optional input",
      "optional input",
    );
    const names = Array.from({ length: 9 }, (_, i) => `a${i}`);
    const many = faceOf(
      names.map((name) => `  optional input ${name}: vector(1)`).join("\n"),
      names.join(", "),
    );
    await expectFailure(async () => subsetsOf(many), "inputs-not-optional", "9 optional inputs", "up to 8");
  });
});

describe("a set is measured", () => {
  const flags = (name: string, numbers: readonly number[]) => {
    const feed = allocate({ name, dtype: "float32", shape: [] }, numbers.length);
    feed.data.set(numbers);
    return feed;
  };
  const split = {
    rows: 4,
    feeds: [flags("a/present", [1, 0, 1, 1]), flags("b/present", [1, 1, 0, 1])],
  };
  const asked = (set: readonly string[]) => {
    const { order, withheld } = askedWith(HELD, split, set);
    return { order: [...order], withheld };
  };

  test("on the rows that have all of it, with the other optional inputs withheld", () => {
    expect(asked(["a", "b"])).toEqual({ order: [0, 3], withheld: [] });
    expect(asked(["a"])).toEqual({ order: [0, 2, 3], withheld: ["b/present"] });
    expect(asked(["b"])).toEqual({ order: [0, 1, 3], withheld: ["a/present"] });
    expect(asked([])).toEqual({ order: [0, 1, 2, 3], withheld: ["a/present", "b/present"] });
  });
});
