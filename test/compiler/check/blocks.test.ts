import { describe, expect, test } from "vitest";
import { compiled, findingsOf } from "../kit/models.ts";

const model = (blocks: string, statements: string) => `category Mood = ["glad", "sad"]
${blocks}
model M {
  input phrase: text(words: 6, vocabulary: 9)
  input motion: series(samples: 5, channels: 3) @ 50 Hz
  input x: vector(8)
  words = phrase |> embed(8)
  steps = motion |> dense(8)
  ${statements}
}
`;
const decided = (value: string) => `output mood: Mood = concat(x, ${value}) |> classify(Mood)`;
/** All inputs used, so that nothing is said of them. */
const BOTH = "words |> mean(over: word), steps |> mean(over: time)";
const kernels = (text: string) =>
  compiled(text).model.variables.flatMap(({ name, shape }) =>
    name.endsWith("kernel") && !name.endsWith("classify/kernel") ? [`${name} [${shape}]`] : [],
  );

const PAIRS = `block Pairs(xs: list<feature[sequence: _, channel: D]>) -> feature[channel: D] {
  pairs = [cross_attention(a, b, heads: 2) |> mean(over: sequence) for a in xs, b in xs if a != b]
  return sum(pairs)
}`;

describe("a block that takes a list of values", () => {
  test("goes through all pairs of different ones, of any names of axes", () => {
    const count = (values: string) =>
      kernels(model(PAIRS, decided(`Pairs([${values}])`))).filter((name) => name.includes("query")).length;
    expect(count("words, steps")).toBe(2);
    expect(count("words, steps, steps |> relu")).toBe(6);
  });

  test("is checked for every length, and at each use for what is handed in", () => {
    expect(findingsOf(model(PAIRS, decided("Pairs([words, x])")))).toEqual([
      expect.stringMatching(/^FW3206 `Pairs` takes list<feature\[sequence: _, channel: D\]> for `xs`/),
    ]);
    expect(findingsOf(model(PAIRS, decided("Pairs([words, steps |> dense(4)])")))).toEqual([
      expect.stringMatching(/^FW3206/),
    ]);
    expect(
      findingsOf(model(PAIRS.replace("mean(over: sequence)", "mean(over: word)"), decided("x"))),
    ).toEqual([expect.stringMatching(/^FW3005/)]);
  });

  test("may repeat what it makes along a range of any length", () => {
    const block = `block Mixed(x: feature[channel: D], parts: int) -> feature[channel: D] {
  made = [multiply(x, x |> dense(D, sigmoid)) for part in 1..parts]
  return sum(made)
}`;
    const all = kernels(model(block, decided(`x |> Mixed(parts: 3), ${BOTH}`)));
    expect(all.filter((name) => name.includes("Mixed"))).toHaveLength(3);
  });
});

const TWO = `block Two(x: feature[channel: D], width: int = 2) -> (small: feature[channel: width], same: feature[channel: D]) {
  hidden = x |> dense(width)
  return small: hidden, same: hidden |> dense(D)
}`;

describe("a block that gives several values by name", () => {
  test("is read by those names, and shares its weights where it is one instance", () => {
    const statements = `two = new Two(width: 3)
  a = x |> two
  b = a.same |> two
  ${decided(`a.small, b.same, b.small, ${BOTH}`)}`;
    expect(kernels(model(TWO, statements)).filter((name) => name.includes("Two"))).toEqual([
      "two/Two/hidden/dense/kernel [8,3]",
      "two/Two/dense/kernel [3,8]",
    ]);
  });

  test("is no value itself, and has no other names", () => {
    expect(findingsOf(model(TWO, `a = x |> Two\n  ${decided(`a, ${BOTH}`)}`))).toEqual([
      expect.stringMatching(/^FW2004/),
    ]);
    expect(findingsOf(model(TWO, `a = x |> Two\n  ${decided(`a.large, ${BOTH}`)}`))).toEqual([
      expect.stringMatching(/^FW3107/),
    ]);
  });
});
