import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import type { AnyOperator } from "../../../compiler/operators/define.ts";
import { operators } from "../../../compiler/operators/index.generated.ts";

const found = (statements: string) =>
  compile("m.fuse", () => `category Mood = ["glad", "sad"]\nmodel M {\n${statements}\n}`).findings.filter(
    ({ severity }) => severity === "error",
  );

test("every operator that joins values says what it does with one that is absent", () => {
  const silent = Object.values(operators).filter(
    ({ presence, operands }: AnyOperator) =>
      presence === "pass" && Object.values(operands).some(({ many }) => many),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

describe("an output of optional inputs alone", () => {
  const inputs = "  optional input a: vector(4)\n  optional input b: vector(4)";
  const decided = (expression: string) => found(`${inputs}\n  output mood: Mood = ${expression}`);

  test.each([
    "concat(a, b) |> dense(3) |> classify(Mood)",
    "vote(a |> classify(Mood), b |> classify(Mood))",
    "vote(a |> classify(Mood), sum(a, b) |> classify(Mood))",
  ])("is there in every record where any of them suffices: %s", (expression) => {
    expect(decided(expression)).toEqual([]);
  });

  test("may be absent where one of them alone does not suffice", () => {
    const one = decided("a |> classify(Mood)");
    expect(one.map(({ name }) => name)).toEqual(["inputs_optional"]);
    expect(one[0]!.related.map(({ text }) => text)).toEqual(["a record may have this input alone"]);
  });

  test("that follows one operand needs that one", () => {
    const follows = "concat(a |> cross_attention(b, heads: 1), a) |> classify(Mood)";
    expect(decided(follows).map(({ name }) => name)).toEqual(["inputs_optional"]);
  });
});
