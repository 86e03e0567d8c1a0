import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { outlineOf } from "../../../compiler/outline/outline.ts";

const SOURCE = `
category Sign = ["plus", "minus"]

block Inner(x: feature[channel: N]) -> feature[channel: 4] {
  return x |> dense(4, relu)
}

block Outer(x: feature[channel: N]) -> feature[channel: 4] {
  first = x |> dense(6, relu)
  return first |> Inner
}

model Pair {
  input left:  vector(3)
  input right: vector(3)
  shared = new Outer()
  one = left  |> shared
  two = right |> shared
  output sign: Sign = concat(one, two) |> classify(Sign)
}
`;

function pair(most?: number) {
  const { models, findings } = compile("pair.fuse", (file) => (file === "pair.fuse" ? SOURCE : undefined));
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const { model, typed, cost } = models[0]!;
  return { outline: outlineOf(typed, model, most), cost };
}

const sum = (of: readonly { parameters: number; macs: number }[]) => ({
  parameters: of.reduce((all, { parameters }) => all + parameters, 0),
  macs: of.reduce((all, { macs }) => all + macs, 0),
});

describe("the outline of a model", () => {
  it("has its operators in the author's words, within their blocks", () => {
    const { parts, groups, flows } = pair().outline;
    expect(parts.map(({ kind, name, called }) => [kind, name, called])).toEqual([
      ["input", "vector", "left"],
      ["input", "vector", "right"],
      ["operator", "dense", "first"],
      ["operator", "dense", "one"],
      ["operator", "dense", "first"],
      ["operator", "dense", "two"],
      ["operator", "concat", undefined],
      ["operator", "classify", undefined],
      ["output", "sign", undefined],
    ]);
    expect(groups.map(({ name, within }) => [name, within])).toEqual([
      ["Outer", undefined],
      ["Inner", 0],
      ["Outer", undefined],
      ["Inner", 2],
    ]);
    expect(parts.map(({ group }) => group)).toEqual([
      undefined,
      undefined,
      0,
      1,
      2,
      3,
      undefined,
      undefined,
      undefined,
    ]);
    expect(flows.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 3],
      [1, 4],
      [4, 5],
      [3, 6],
      [5, 6],
      [6, 7],
      [7, 8],
    ]);
  });

  it("counts shared weights where they are first used, and the work at each use", () => {
    const { outline, cost } = pair();
    const { parts, groups } = outline;
    expect(parts.slice(2, 8).map(({ parameters, macs, shared }) => [parameters, macs, shared])).toEqual([
      [3 * 6 + 6, 18, false],
      [6 * 4 + 4, 24, false],
      [0, 18, true],
      [0, 24, true],
      [0, 0, false],
      [8 * 2 + 2, 16, false],
    ]);
    expect(sum(parts)).toEqual({ parameters: cost.total.parameters, macs: cost.total.macs });
    expect(groups.map(({ parameters, macs }) => [parameters, macs])).toEqual([
      [52, 42],
      [28, 24],
      [0, 42],
      [0, 24],
    ]);
  });

  it("draws blocks as one where there are many parts, with what they cost together", () => {
    const { outline, cost } = pair(4);
    expect(outline.groups).toEqual([]);
    expect(outline.parts.map(({ kind, name, called, operators }) => [kind, name, called, operators])).toEqual(
      [
        ["input", "vector", "left", undefined],
        ["input", "vector", "right", undefined],
        ["block", "Outer", "one", 2],
        ["block", "Outer", "two", 2],
        ["operator", "concat", undefined, undefined],
        ["operator", "classify", undefined, undefined],
        ["output", "sign", undefined, undefined],
      ],
    );
    expect(outline.flows.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
    expect(sum(outline.parts)).toEqual({ parameters: cost.total.parameters, macs: cost.total.macs });
  });
});
