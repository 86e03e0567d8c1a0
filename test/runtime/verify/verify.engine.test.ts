import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { verify } from "../../../runtime/verify/verify.ts";
import { fusewire } from "../../cli/kit/fusewire.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { sourceOf } from "./kit/tried.ts";

const folder = temporaryFolder();
const written = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const WHOLE = sourceOf(
  `  input phrase: text(words: 4, vocabulary: 9)
  optional input photo: image(6, 6, rgb)
  optional input taste: vector(2)
  said = phrase |> embed(4) |> self_attention(2) |> mean(over: word) |> dense(4)
  seen = photo |> conv(4, bias: false) |> batch_norm |> relu |> mean(over: space)
  joint = sum(said, seen, taste |> dense(4)) |> dropout(0.3)
  output mood: Mood = vote(joint |> classify(Mood), seen |> classify(Mood), weight: confidence)`,
  "drop: modality(0.3)",
);
/** No gradient passes through a majority. */
const MAJORITY = sourceOf(`  input a: vector(3)
  input b: vector(2)
  output mood: Mood = vote(a |> classify(Mood), b |> classify(Mood), rule: majority)`);

describe("verifying on the engine", () => {
  test("finds every property in a sound model", async () => {
    const [verification, ...others] = await verify(written("whole.fuse", WHOLE), { seed: 3 });
    expect(others).toEqual([]);
    expect(verification).toMatchObject({ model: "Tried", seed: 3, sound: true });
    expect(verification!.engine).toMatch(/^TensorFlow \d/);
    expect(verification!.verdicts.filter(({ status }) => status !== "ok")).toEqual([]);
  });

  test("is refused for a model that the file has not", async () => {
    const file = written("whole.fuse", WHOLE);
    await expectFailure(() => verify(file, { model: "Other" }), "model-unknown", "no model Other", "Tried");
  });
});

describe("fusewire verify", () => {
  test("says what fails and where, and ends with 1", () => {
    written("majority.fuse", MAJORITY);
    const { code, out } = fusewire(["verify", "majority.fuse"], { cwd: folder });
    expect(code).toBe(1);
    expect(out).toMatch(/^Tried, tried at random weights \(seed 0\) on TensorFlow/);
    expect(out).toMatch(/\n {2}failed +gradients_reach +Every weight has a gradient/);
    expect(out).toMatch(/majority\.fuse:5:\d+: .*kernel has no gradient/);
    expect(out).toMatch(/\n {2}ok +rows_apart/);
    expect(out).toMatch(/\n {2}not applicable +padding_inert +every record fills every axis/);
  });

  test("writes the same as JSON to a file", () => {
    const words = ["verify", "majority.fuse", "--format", "json", "-o", "verdicts.json"];
    expect(fusewire(words, { cwd: folder })).toMatchObject({ code: 1, out: "" });
    const [found] = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8")) as [
      { verdicts: { name: string; status: string; found?: { at: string; weight: string }[] }[] },
    ];
    const failed = found.verdicts.filter(({ status }) => status === "failed");
    expect(failed.map(({ name }) => name)).toContain("gradients_reach");
    expect(failed[0]!.found![0]).toMatchObject({ at: expect.stringMatching(/^majority\.fuse:5:/) });
  });

  test("ends with 1 for a file with errors, with 2 for wrong usage", () => {
    written("broken.fuse", "model Broken {");
    expect(fusewire(["verify", "broken.fuse"], { cwd: folder })).toMatchObject({
      code: 1,
      out: expect.stringContaining("error["),
    });
    expect(fusewire(["verify"], { cwd: folder })).toMatchObject({ code: 2 });
    expect(fusewire(["verify", "whole.fuse", "--format", "xml"], { cwd: folder })).toMatchObject({ code: 2 });
  });
});
