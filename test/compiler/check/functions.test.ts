import { describe, expect, test } from "vitest";
import { compiled, findingsOf } from "../kit/models.ts";

const model = (size: string, block = "", used = `x |> dense(${size})`) => `category Mood = ["glad", "sad"]
${block}
model M {
  input x: vector(9)
  y = ${used}
  output mood: Mood = y |> classify(Mood)
}
`;
const width = (text: string) =>
  compiled(text).model.variables.find(({ name }) => name === "mood/classify/kernel")!.shape[0];

describe("numbers of numbers", () => {
  test.each([
    ["floor(9/2)", 4],
    ["ceil(9/2)", 5],
    ["ceil(9 * 25 / 16)", 15],
    ["2 * floor(7/3) + 1", 5],
    ["length([4, 5, 6])", 3],
    ["ceil(length([4, 5, 6]) / 2)", 2],
  ])("%s is %i", (size, found) => {
    expect(width(model(size))).toBe(found);
  });

  test("take one number or list, and nothing else", () => {
    expect(findingsOf(model("floor(x)"))).toEqual([expect.stringMatching(/^FW3001 `floor` takes a number/)]);
    expect(findingsOf(model("length(3)"))).toEqual([expect.stringMatching(/^FW3001 `length` takes a list/)]);
    expect(findingsOf(model("ceil(3, 4)"))).toEqual([expect.stringMatching(/^FW3105 `ceil` needs a number/)]);
    expect(findingsOf(model("ceil()"))).toEqual([expect.stringMatching(/^FW3105/)]);
    expect(findingsOf(model("ceil(9/2) / 2"))).toEqual([
      expect.stringMatching(/^FW3001 `units` takes a whole/),
    ]);
  });

  test("are known for every size where a block is defined", () => {
    const halve = `block Halve(x: feature[channel: D]) -> feature[channel: floor(D/2)] {
  return x |> dense(floor(D/2))
}`;
    expect(width(model("", halve, "x |> Halve"))).toBe(4);
    const wrong = halve.replace("-> feature[channel: floor(D/2)]", "-> feature[channel: floor(E/2)]");
    expect(findingsOf(model("", wrong, "x |> Halve"))[0]).toMatch(/^FW1006 the symbol `E`/);
  });

  test("count what a block is given", () => {
    const block = `block Mix(xs: list<feature[channel: D]>) -> feature[channel: D] {
  weight share: feature[modality: length(xs)] = ones
  return contract(stack(xs), share, over: modality)
}`;
    const shape = (xs: string) =>
      compiled(model("", block, `Mix([${xs}])`)).model.variables.find(({ name }) => name.endsWith("share"))!
        .shape;
    expect(shape("x, x |> relu")).toEqual([2]);
    expect(shape("x, x |> relu, x |> tanh")).toEqual([3]);
  });
});
