import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { readerOf } from "./kit/cases.ts";

const MODEL = `category Mood = ["glad", "sad"]
model M {
  INPUTS
}`;

function compiled(statements: string) {
  const files = { "main.fuse": MODEL.replace("INPUTS", statements) };
  const { findings, models } = compile("main.fuse", readerOf(files));
  expect(findings.map(({ message }) => message)).toEqual([]);
  return models[0]!.model;
}

describe("an input of several values", () => {
  const model = compiled(`input row: tabular(numbers: 3, categories: [2, 4])
  numbers = row.numbers |> dense(4)
  chosen  = row.categories |> embed(4) |> mean(over: column)
  output mood: Mood = sum(numbers, chosen) |> classify(Mood)`);

  test("has a feed for each, under the input's name", () => {
    expect(
      model.interface.inputs[0]!.parts.map(({ name, feed, dtype, shape }) => [name, feed, dtype, shape]),
    ).toEqual([
      ["numbers", "row/numbers", "float32", [3]],
      ["categories", "row/categories", "int32", [2]],
    ]);
    expect(model.predict.feeds.map(({ name }) => name)).toEqual(["row/categories", "row/numbers"]);
  });

  test("that are filled alike tells how far once", () => {
    const { interface: face } = compiled(`input web: graph(5, channels: 2)
  output mood: Mood = web.nodes |> mean(over: node) |> classify(Mood)`);
    expect(face.inputs[0]!.lengths).toEqual({ node: "web/length" });
  });

  test("tells once whether it is there", () => {
    const { interface: face, predict } = compiled(`optional input row: tabular(numbers: 3, categories: [2])
  input other: vector(4)
  a = row.numbers |> dense(4)
  b = row.categories |> embed(4) |> mean(over: column)
  output mood: Mood = sum(a, b, other) |> classify(Mood)`);
    expect(face.inputs[0]!.presence).toBe("row/present");
    expect(predict.feeds.map(({ name }) => name)).toEqual([
      "row/categories",
      "row/numbers",
      "row/present",
      "other",
    ]);
  });

  test("may be used in part", () => {
    const { predict } = compiled(`input row: tabular(numbers: 3, categories: [2])
  output mood: Mood = row.numbers |> classify(Mood)`);
    expect(predict.feeds.map(({ name }) => name)).toEqual(["row/numbers"]);
  });
});

test("an input of one value is fed under its own name", () => {
  const model = compiled(`input clip: video(4, 4, gray, frames: 3, ragged: true) @ 8 fps
  output mood: Mood = clip |> mean(over: space) |> mean(over: time) |> classify(Mood)`);
  expect(model.interface.inputs[0]!.parts.map(({ feed }) => feed)).toEqual(["clip"]);
  expect(model.predict.feeds.map(({ name }) => name)).toEqual(["clip", "clip/length"]);
});
