import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bytesOf, LARGEST_ONNX } from "../../../compiler/targets/onnx/limit.ts";
import { load } from "../../../runtime/load.ts";
import { compileFile } from "../../../runtime/model/compile-file.ts";
import { initialValues } from "../../../runtime/model/initial-values.ts";
import { loadOnnx } from "../../../runtime/onnx/backend.ts";
import { untrainedRun } from "../build/kit/untrained.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();

describe("weights in ONNX Runtime", () => {
  it("are counted in bytes, of which a file holds less than 2 GiB", () => {
    const gibibyte = { data: { byteLength: 2 ** 30 } };
    expect(bytesOf([gibibyte, { data: { byteLength: 12 } }])).toBe(2 ** 30 + 12);
    expect(bytesOf([gibibyte])).toBeLessThan(LARGEST_ONNX);
    expect(bytesOf([gibibyte, gibibyte])).toBeGreaterThan(LARGEST_ONNX);
  });

  it("give the same where they are more than a graph may hold, and are handed in", async () => {
    const { file } = untrainedRun(folder);
    const { models, sources } = compileFile(file);
    const { model } = models[0]!;
    const values = [3, 4].map((seed) => initialValues(model.variables, { seed, horizon: 1 }));
    const word = { dtype: "int32", shape: [2, 3], data: Int32Array.of(1, 2, 0, 3, 4, 1) } as const;
    const length = { dtype: "int32", shape: [2], data: Int32Array.of(2, 3) } as const;
    const number = { dtype: "float32", shape: [2, 3], data: Float32Array.of(1, -1, 0.5, 2, 0, -3) } as const;
    const feeds = { word, "word/length": length, number };

    const answers = async (largest?: number) => {
      const { open } = await loadOnnx({ threads: 1, largest });
      const opened = await open(model, { folder: join(folder, "graphs"), sources });
      const found: number[][] = [];
      for (const some of values) {
        opened.assign(some);
        const { sign } = await opened.run("predict", feeds);
        found.push(Array.from(sign!.data as Float32Array));
      }
      opened.close();
      return found;
    };
    const [held, given] = [await answers(), await answers(0)];
    expect(held[0]).not.toEqual(held[1]);
    for (const [i, all] of held.entries()) {
      for (const [j, p] of all.entries()) expect(given[i]![j]).toBeCloseTo(p, 5);
    }
  });
});

it("an ONNX answer needs no graphs of the engine that trained", async () => {
  const { run } = untrainedRun(temporaryFolder());
  const model = await load(run);
  const [answer] = await model.predict([{ word: "yes", number: [1, 2, 3] }]);
  model.close();
  expect(answer).toHaveProperty("sign");
});
