import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../runtime/temporary.ts";
import { table, writeProject } from "../../../runtime/train/kit/project.ts";
import { load, projectOf } from "./kit/project.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

interface Generated {
  train(rows: readonly object[], options: { epochs: number }): Promise<unknown>;
  predictAll(rows: readonly object[]): Promise<object[]>;
  saveWeights(): Promise<Uint8Array>;
  loadWeights(bytes: Uint8Array): void;
}

const rows = table(12)
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [word, number = "", sign] = line.split(",");
    return { word, number: number.split(" ").map(Number), sign };
  });

describe("the weights of a generated project", () => {
  const text = readFileSync(writeProject(temporaryFolder()), "utf8");

  /** The project of a source, as a function that makes its model. */
  async function creatorOf(source: string): Promise<(options?: { seed: number }) => Generated> {
    const project = load<{ createTiny(options?: { seed: number }): Generated }>(
      await projectOf(source, "Tiny"),
      "src/tiny.ts",
    );
    return project.createTiny;
  }

  it("are saved with what was learned, and loaded", async () => {
    const createTiny = await creatorOf(text);
    const trained = createTiny();
    await trained.train(rows, { epochs: 1 });
    const before = await trained.predictAll(rows);
    const other = createTiny({ seed: 99 });
    await expect(other.predictAll(rows)).rejects.toThrow("its words are not known yet");
    other.loadWeights(await trained.saveWeights());
    expect(await other.predictAll(rows)).toEqual(before);
  });

  it("are refused where they are of another model, and stay as they were", async () => {
    const own = (await creatorOf(text))();
    await own.train(rows, { epochs: 1 });
    const before = await own.saveWeights();
    const wider = await creatorOf(text.replace("dense(16, relu)", "dense(17, relu)"));
    const strange = await wider().saveWeights();
    expect(() => own.loadWeights(strange)).toThrow(
      "these are no weights of Tiny: joint/dense/kernel is [16, 17], not [16, 16]",
    );
    expect(() => own.loadWeights(before.slice(0, -4))).toThrow("no sound safetensors file");
    expect(() => own.loadWeights(new Uint8Array(3))).toThrow("it has no header");
    expect(await own.saveWeights()).toEqual(before);
  });
});
