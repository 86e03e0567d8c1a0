import { describe, expect, test } from "vitest";
import { nodesOf } from "../../../compiler/graph/graph.ts";
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

const LAYER = `block Layer(
  x: feature[channel: D],
  width: int = D / 2,
  kind: choice<relu, tanh> = relu,
  hidden: int = 2 * width,
  widths: list<int> = [hidden, hidden + 1],
) -> feature[channel: width] {
  y = x |> dense(hidden, kind) |> kind
  for one in widths {
    y = y |> dense(one)
  }
  extra = [y |> dense(7) for i in 1..1 if kind == tanh]
  return concat(y, y, extra) |> dense(width)
}`;
const layer = (use: string) => model(LAYER, `h = x |> ${use}\n  ${decided(`h, ${BOTH}`)}`);
const sizes = (use: string) =>
  kernels(layer(use)).flatMap((name) => (name.includes("Layer") ? [name.replace(/.*\[(.*)\]/, "$1")] : []));

describe("a block with defaults that rest on what stands before them", () => {
  test("finds them from the sizes of values and the settings before, those that are given first", () => {
    expect(sizes("Layer")).toEqual(["8,8", "8,8", "8,9", "18,4"]);
    expect(sizes("Layer(width: 3)")).toEqual(["8,6", "6,6", "6,7", "14,3"]);
    expect(sizes("Layer(hidden: 5)")).toEqual(["8,5", "5,5", "5,6", "12,4"]);
    expect(sizes("Layer(widths: [2], width: 3)")).toEqual(["8,6", "6,2", "4,3"]);
  });

  test("finds them at every use of an instance", () => {
    const statements = `layer = new Layer(kind: relu)\n  h = x |> layer |> dense(8) |> layer\n  ${decided(`h, ${BOTH}`)}`;
    expect(kernels(model(LAYER, statements)).filter((name) => name.includes("Layer"))).toHaveLength(4);
    const narrow = statements.replace("dense(8)", "dense(4)");
    expect(findingsOf(model(LAYER, narrow))).toEqual([expect.stringMatching(/shared|instance|weights/)]);
  });
});

describe("a block with a choice", () => {
  const opsOf = (use: string) =>
    nodesOf(Object.values(compiled(layer(use)).model.predict.results))
      .map(({ primitive }) => primitive)
      .filter((name) => name === "relu" || name === "tanh");

  test("hands it to settings, applies the operator that it names, and compares it", () => {
    // Of what is above 0 already, nothing is left to do.
    expect(opsOf("Layer")).toEqual(["relu"]);
    expect(opsOf("Layer(kind: tanh)")).toEqual(["tanh", "tanh"]);
    expect(sizes("Layer(kind: tanh)")).toEqual(["8,8", "8,8", "8,9", "9,7", "25,4"]);
  });

  test("hands it on to another block", () => {
    const outer = `block Outer(x: feature, rule: choice<relu, tanh> = tanh) -> feature {
  return x |> Layer(kind: rule)
}`;
    const text = model(`${LAYER}\n${outer}`, `h = x |> Outer\n  ${decided(`h, ${BOTH}`)}`);
    expect(kernels(text).filter((name) => name.includes("Layer"))).toHaveLength(5);
  });
});
