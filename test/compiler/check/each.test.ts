import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { readerOf } from "./kit/cases.ts";

const compiled = (statements: string, blocks: string) => {
  const text = `category Mood = ["glad", "sad"]
model M {
  input clip: video(8, 8, rgb, frames: 4, ragged: true) @ 8 fps
  input photo: image(8, 8, rgb)
  ${statements}
}
${blocks}`;
  const { findings, models } = compile("main.fuse", readerOf({ "main.fuse": text }));
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message }) => message)).toEqual([]);
  return models[0]!.model;
};

const weightsOf = (model: ReturnType<typeof compiled>) =>
  model.variables.map(({ name, shape }) => `${name} ${shape.join(" × ")}`);

const SEE = `block See(x: image, width: int = 4) -> feature[channel: width] {
  inner = x |> Look(width: width)
  return inner |> mean(over: space)
}
block Look(x: signal[height: H, width: W, channel: C], width: int) -> feature[height: H, width: W, channel: width] {
  return x |> conv(width)
}`;

describe("a block on every place of an axis", () => {
  test("gives what it gives for one, with that axis, through the blocks inside it", () => {
    const model = compiled(
      `seen = clip |> See(width: 3, each: time)
  require shape(seen) == feature[time: 4, channel: 3]
  output mood: Mood = seen |> mean(over: time) |> classify(Mood)`,
      SEE,
    );
    expect(weightsOf(model)).toContain("seen/See/inner/Look/conv/kernel 3 × 3 × 3 × 3");
  });

  test("shares the weights of an instance with what it works on alone", () => {
    const model = compiled(
      `see = new See(width: 3)
  frames = clip |> see(each: time)
  output mood: Mood = concat(frames |> mean(over: time), photo |> see) |> classify(Mood)`,
      SEE,
    );
    expect(weightsOf(model).filter((name) => name.includes("conv"))).toHaveLength(2);
  });

  test("leaves what other blocks are handed as it is", () => {
    compiled(
      `frames = clip |> See(each: time)
  output mood: Mood = concat(frames |> mean(over: time), photo |> See) |> classify(Mood)`,
      SEE,
    );
  });

  test("is not meant where a parameter is called so", () => {
    compiled(
      "output mood: Mood = photo |> Wide(each: 4) |> classify(Mood)",
      "block Wide(x: image, each: int) -> feature {\n  return x |> conv(each) |> mean(over: space)\n}",
    );
  });
});

describe("what cannot stand in a block that works on every place", () => {
  const helpOf = (block: string, use: string) => {
    const text = `category Mood = ["glad", "sad"]
${block}
model M {
  input clip: video(8, 8, rgb, frames: 4) @ 8 fps
  seen = clip |> ${use}
  output mood: Mood = seen |> mean(over: time) |> classify(Mood)
}`;
    const { findings } = compile("main.fuse", readerOf({ "main.fuse": text }));
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors).toHaveLength(1);
    return [errors[0]!.name, ...errors[0]!.help].join(" ");
  };

  test("attention and recurrence, which go along one axis, name the one that passes through", () => {
    for (const operator of ["self_attention(2) |> mean(over: word)", "gru(4)"]) {
      const block = `block Look(x: feature[word: _, channel: _]) -> feature {
  return x |> ${operator}
}`;
      const use = "conv(4) |> merge([height, width], as: word) |> Look(each: time)";
      expect(helpOf(block, use)).toMatch(/^sequence_missing `time` passes through this block by `each`/);
    }
  });

  test("flatten, which takes all axes, names the one that it loses", () => {
    const block = "block Flat(x: image) -> feature[channel: _] {\n  return x |> flatten\n}";
    expect(helpOf(block, "Flat(each: time)")).toMatch(
      /^result_type `time` passes through this block by `each`, and is lost inside: `flatten`/,
    );
  });
});
