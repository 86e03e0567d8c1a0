import { describe, expect, test } from "vitest";
import { compiled, findingsOf } from "../kit/models.ts";

const model = (block: string, used: string) => `category Mood = ["glad", "sad"]
${block}
model M {
  input words: text(words: 4, vocabulary: 9)
  input photo: image(8, 6, rgb)
  input voice: audio(1 s) @ 100 Hz
  input x: vector(3)
  said = words |> embed(3)
  kept = concat(said |> mean(over: word), photo |> mean(over: space), x)
  output mood: Mood = concat(kept, voice |> mean(over: time), ${used}) |> classify(Mood)
}
`;

describe("axes of a block's parameter that are named by their part", () => {
  const sequence = `block Gather(x: feature[sequence: N, channel: D]) -> feature[channel: D] {
  weight at: feature[sequence: N, channel: D] = normal(0.02)
  return sum(x, at) |> self_attention(1) |> mean(over: sequence)
}`;
  const space = `block See(x: feature[space: S, channel: C]) -> feature[channel: S] {
  y = x |> conv(C)
  return y |> mean(over: space) |> dense(S)
}`;

  test("`sequence` is the one beside `channel`, whatever its name", () => {
    const { model: whole } = compiled(model(sequence, "said |> Gather, voice |> Gather"));
    const sizes = whole.variables.flatMap(({ name, shape }) => (name.endsWith("/at") ? [shape] : []));
    expect(sizes).toEqual([
      [4, 3],
      [100, 1],
    ]);
    for (const other of ["photo", "x"])
      expect(findingsOf(model(sequence, `${other} |> Gather`))).toEqual([
        expect.stringMatching(/^FW3206 `Gather` takes feature\[sequence: N, channel: D\] for `x`/),
      ]);
  });

  test("`space` is what convolutions act on, and its size how many places there are", () => {
    const { model: whole } = compiled(model(space, "photo |> See"));
    const { shape } = whole.variables.find(({ name }) => name.endsWith("dense/kernel"))!;
    expect(shape).toEqual([3, 48]);
    expect(findingsOf(model(space, "x |> See"))).toEqual([expect.stringMatching(/^FW3206/)]);
  });

  test("`_` is any size, in parameters and results", () => {
    const any = `block Wider(x: feature[space: _, channel: _], width: int) -> feature[space: _, channel: width] {
  return x |> conv(width, stride: 2)
}`;
    expect(findingsOf(model(any, "photo |> Wider(width: 4) |> mean(over: space)"))).toEqual([]);
    expect(
      findingsOf(model(any.replace("x |> conv(width", "x |> conv(5"), "photo |> Wider(width: 4) |> flatten")),
    ).toEqual([expect.stringMatching(/^FW3205/)]);
    expect(
      findingsOf(model("", "x").replace("kept =", "weight w: feature[channel: _] = zeros\n  kept ="))[0],
    ).toMatch(/^FW3111/);
  });

  test("a value that was measured is taken for features too, and not the other way round", () => {
    const block = (kind: string) => `block Map(x: ${kind}) -> feature {
  return x |> dense(4, relu)
}`;
    expect(findingsOf(model(block("feature"), "x |> Map"))).toEqual([]);
    expect(findingsOf(model(block("signal"), "said |> mean(over: word) |> Map"))).toEqual([
      expect.stringMatching(/^FW3206/),
    ]);
  });
});
