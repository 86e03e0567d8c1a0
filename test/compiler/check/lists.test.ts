import { describe, expect, test } from "vitest";
import { compiled, findingsOf } from "../kit/models.ts";

const model = (joined: string) => `category Mood = ["glad", "sad"]
model M {
  input a: vector(4)
  input b: vector(4)
  xs = [a]
  output mood: Mood = ${joined} |> classify(Mood)
}
`;

describe("a list of a single value", () => {
  test.each(["concat(xs)", "sum(xs)", "multiply(xs)", "join(xs) |> mean(over: token)"])(
    "stands for that value: %s",
    (joined) => {
      const without = model(joined).replace("  input b: vector(4)\n", "");
      const { variables } = compiled(without).model;
      expect(variables.filter(({ role }) => role === "weight").map(({ shape }) => shape)).toEqual([
        [4, 2],
        [2],
      ]);
    },
  );

  test("does not excuse a single value that stands without a list", () => {
    expect(findingsOf(model("concat(a)"))[0]).toMatch(/at least 2 values/);
  });
});
