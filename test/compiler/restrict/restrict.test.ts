import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { restrictFile } from "../../../compiler/restrict/restrict.ts";
import { parse } from "../../../grammar/parse.ts";

/** A model with these statements behind its inputs, restricted to one of them. */
function restricted(statements: string, input: string, training = ""): string {
  const text = `category Mood = ["glad", "sad"]

/// What a diary tells.
model Diary {
  input words: vector(8)
  optional input face: vector(6)
  input voice: vector(4)

  ${statements}
  require parameters < 1M
}

model Other {
  input words: vector(8)
  output mood: Mood = words |> classify(Mood)
}

data Rows {
  from:  "rows.csv"
  words = column("words")
  face  = column("face")
  voice = column("voice")
  mood  = column("mood")
  split: column("split")
}

train Diary on Rows {
  ${training || "minimise: cross_entropy(mood)"}
  optimizer: adam(learning_rate: 1e-3)
  drop:      modality(0.2)
  epochs:    2
  batch:     8
}
`;
  const { file } = parse({ file: "diary.fuse", text });
  return restrictFile(file, text, { model: "Diary", inputs: new Set([input]), name: "Alone" })!;
}

/** The statements of the model that comes of it, which compiles and can be trained. */
function left(statements: string, input: string, training?: string): string[] {
  const text = restricted(statements, input, training);
  const { findings, models } = compile("alone.fuse", () => text);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(models.map(({ model }) => model.training !== undefined)).toEqual([true]);
  const body = text.slice(text.indexOf("model Alone {"), text.indexOf("\n}\n\ntrain"));
  return body.split("\n").slice(2);
}

describe("a model restricted to one of its inputs", () => {
  it("keeps the encoder and what follows the joining of values", () => {
    const early = `said = words |> dense(16, relu)
  seen = face |> dense(16, relu)
  joint = concat(said, seen, voice) |> dense(8, relu)
  output mood: Mood = joint |> classify(Mood)`;
    expect(left(early, "words")).toEqual([
      "said = words |> dense(16, relu)",
      "joint = said |> dense(8, relu)",
      "output mood: Mood = joint |> classify(Mood)",
    ]);
    expect(left(early, "voice")).toEqual([
      "joint = voice |> dense(8, relu)",
      "output mood: Mood = joint |> classify(Mood)",
    ]);
  });

  it("asks for an input that was optional", () => {
    expect(restricted("output mood: Mood = concat(words, face) |> classify(Mood)", "face")).toContain(
      "input face: vector(6)\n",
    );
  });

  it("leaves values out of lists and votes, and joins what is left", () => {
    const hybrid = `by_words = words |> classify(Mood)
  by_face = face |> classify(Mood)
  by_all = concat(words, face) |> classify(Mood)
  output mood: Mood = vote(by_words, by_face, by_all, weight: confidence)`;
    expect(left(hybrid, "words")).toEqual([
      "by_words = words |> classify(Mood)",
      "by_all = words |> classify(Mood)",
      "output mood: Mood = vote(by_words, by_all, weight: confidence)",
    ]);
    const listed =
      "output mood: Mood = concat([x |> dense(4) for x in [words, face, voice]]) |> classify(Mood)";
    expect(left(listed, "words")).toEqual([
      "output mood: Mood = concat([x |> dense(4) for x in [words]]) |> classify(Mood)",
    ]);
  });

  it("lets a value stand for what another was to be joined with behind an arrow", () => {
    const gated = "output mood: Mood = words |> film(by: face) |> classify(Mood)";
    expect(left(gated, "words")).toEqual(["output mood: Mood = words |> classify(Mood)"]);
  });

  it("minimises what can still be computed, and drops nothing", () => {
    const training = `minimise {
    all  = cross_entropy(mood)
    said = 0.5 * cross_entropy(by_words, target: mood)
    seen = 0.5 * cross_entropy(by_face, target: mood)
  }`;
    const late = `by_words = words |> classify(Mood)
  by_face = face |> classify(Mood)
  output mood: Mood = vote(by_words, by_face)`;
    left(late, "words", training);
    const text = restricted(late, "words", training);
    expect(text).toContain("said = 0.5 * cross_entropy(by_words, target: mood)");
    expect(text).not.toContain("by_face");
    expect(text).not.toContain("drop:");
    expect(text).toContain("/// What a diary tells.\nmodel Alone {");
  });

  it("turns along what is left", () => {
    const turns = `x = words |> dense(4)
  for y in [face |> dense(4), words |> dense(4), voice |> dense(4)] {
    x = sum(x, y) |> relu
  }
  output mood: Mood = x |> classify(Mood)`;
    expect(left(turns, "words")).toEqual([
      "x = words |> dense(4)",
      "for y in [words |> dense(4)] {",
      "x = sum(x, y) |> relu",
      "}",
      "output mood: Mood = x |> classify(Mood)",
    ]);
  });

  it("is nothing where the file has no such model", () => {
    const { file } = parse({ file: "x.fuse", text: 'category A = ["a", "b"]\n' });
    expect(restrictFile(file, "", { model: "Diary", inputs: new Set(), name: "Alone" })).toBeUndefined();
  });
});
