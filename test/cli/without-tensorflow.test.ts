/** After `npm ci` alone everything works: no TensorFlow is installed here. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../runtime/temporary.ts";
import { writeProject } from "../runtime/train/kit/project.ts";
import { sourceOf } from "../runtime/verify/kit/tried.ts";
import { fusewire } from "./kit/fusewire.ts";

const cwd = temporaryFolder();
writeProject(cwd, { epochs: 2 });
const own = { cwd, env: { ...process.env, FUSEWIRE_CACHE: temporaryFolder() } };

const usedBy = (run: string) =>
  (JSON.parse(readFileSync(join(cwd, run, "engines.json"), "utf8")) as { backend: string }[]).map(
    ({ backend }) => backend,
  );

describe("where no TensorFlow is installed", () => {
  it("ONNX Runtime trains, says so, and names what is faster", () => {
    const { code, out, err } = fusewire(["train", "model.fuse", "--out", "first"], own);
    expect(err + out).toContain("ONNX Runtime trains");
    expect(err + out).toContain("`fusewire engine install`");
    expect(code).toBe(0);
    expect(usedBy("first")).toEqual(["onnx"]);
  });

  it("nothing is said where ONNX Runtime is asked for", () => {
    const { code, out, err } = fusewire(["train", "model.fuse", "--out", "asked", "--engine", "onnx"], own);
    expect(code).toBe(0);
    expect(err + out).not.toContain("engine install");
    expect(usedBy("asked")).toEqual(["onnx"]);
  });

  it("TensorFlow cannot be asked for, and no run is left", () => {
    const words = ["train", "model.fuse", "--out", "refused", "--engine", "tensorflow"];
    const { code, err } = fusewire(words, own);
    expect(code).toBe(1);
    expect(err).toContain("fusewire engine install");
    expect(() => usedBy("refused")).toThrow("ENOENT");
  });

  it("a run is evaluated and asked", () => {
    expect(fusewire(["evaluate", "first"], own)).toMatchObject({
      code: 0,
      out: expect.stringContaining("accuracy"),
    });
    const record = JSON.stringify({ word: "yes", number: [1, 0, 0] });
    expect(fusewire(["predict", "first", record], own)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^sign: /),
    });
  });

  it("a model is verified, in single precision", () => {
    writeFileSync(
      join(cwd, "sound.fuse"),
      sourceOf(
        `  input phrase: text(words: 4, vocabulary: 9)
  optional input photo: image(6, 6, rgb)
  optional input taste: vector(2)
  said = phrase |> embed(4) |> self_attention(2) |> mean(over: word) |> dense(4)
  seen = photo |> conv(4, bias: false) |> batch_norm |> relu |> mean(over: space)
  joint = sum(said, seen, taste |> dense(4)) |> dropout(0.3)
  output mood: Mood = vote(joint |> classify(Mood), seen |> classify(Mood), weight: confidence)`,
        "drop: modality(0.3)",
      ),
    );
    const { code, out } = fusewire(["verify", "sound.fuse"], own);
    expect(out).toMatch(/on ONNX Runtime \S+, in single precision/);
    expect(out).not.toMatch(/failed|not checked/);
    expect(code).toBe(0);
  });

  it("what a model lacks is found", () => {
    writeFileSync(
      join(cwd, "majority.fuse"),
      sourceOf(`  input a: vector(3)
  input b: vector(2)
  output mood: Mood = vote(a |> classify(Mood), b |> classify(Mood), rule: majority)`),
    );
    const { code, out } = fusewire(["verify", "majority.fuse"], own);
    expect(out).toMatch(/\n {2}failed +gradients_reach /);
    expect(out).toMatch(/\n {2}ok +rows_apart/);
    expect(code).toBe(1);
  });
});
