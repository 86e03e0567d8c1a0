import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { ModelMessage } from "../../../compiler/targets/onnx/proto.ts";
import { exportOnnx } from "../../../runtime/build/export.ts";
import { evaluate } from "../../../runtime/evaluate/evaluate-run.ts";
import { load } from "../../../runtime/load.ts";
import type { CategoryDecision } from "../../../runtime/outputs/category.ts";
import { train } from "../../../runtime/train/train.ts";
import { fusewire } from "../../cli/kit/fusewire.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeProject } from "../train/kit/project.ts";

const RECORDS = [
  { word: "Never", number: [0.5, -0.25, 1] },
  { word: "fine", number: [0.5, -0.25, 1] },
  { word: "unheard of", number: [-1, 0, 0.125] },
];

describe("a trained model in ONNX Runtime", () => {
  const folder = temporaryFolder();
  const out = join(folder, "tiny.onnx");
  let run: string;

  beforeAll(async () => {
    run = (await train(writeProject(folder, { epochs: 2 }))).run;
  }, 60_000);

  it("answers as TensorFlow does", async () => {
    type Tiny = { sign: CategoryDecision };
    const [ours, theirs] = [await load<Tiny>(run), await load<Tiny>(run, { engine: "tensorflow" })];
    const answers = await ours.predict(RECORDS);
    const wanted = await theirs.predict(RECORDS);
    for (const [i, { sign }] of answers.entries()) {
      expect(sign.label).toBe(wanted[i]!.sign.label);
      for (const [label, p] of Object.entries(wanted[i]!.sign.probabilities)) {
        expect(Math.abs(sign.probabilities[label]! - p)).toBeLessThan(1e-5 * p);
      }
    }
    ours.close();
    theirs.close();
  });

  it("is measured as by TensorFlow", async () => {
    const [a, b] = [await evaluate(run), await evaluate(run, { engine: "tensorflow" })];
    const of = ({ outputs }: typeof a) => outputs.map(({ metrics }) => metrics.loss!.value);
    expect(of(a)[0]).toBeCloseTo(of(b)[0]!, 5);
  });

  it("is one file, which says how records become its inputs", async () => {
    expect(exportOnnx(run, { out })).toMatchObject({
      model: "Tiny",
      inputs: ["word", "word/length", "number"],
      outputs: ["sign"],
    });
    const { metadataProps } = ModelMessage.toObject(ModelMessage.decode(readFileSync(out)), {
      longs: Number,
    }) as { metadataProps: { key: string; value: string }[] };
    const records = JSON.parse(metadataProps.find(({ key }) => key === "fusewire.records")!.value);
    const { vocabulary } = records.inputs[0];
    expect(records.outputs).toEqual([{ name: "sign", kind: "category", labels: ["plus", "minus"] }]);
    expect(records.inputs[0].transforms).toEqual(["lowercase"]);

    const session = await InferenceSession.create(readFileSync(out));
    const word = new Int32Array(9);
    const lengths = RECORDS.map(({ word: text }, row) => {
      const words = text.toLowerCase().split(" ");
      for (const [i, one] of words.entries())
        word[3 * row + i] = vocabulary.includes(one) ? vocabulary.indexOf(one) + 2 : 1;
      return words.length;
    });
    const found = await session.run({
      word: new Tensor("int32", word, [3, 3]),
      "word/length": new Tensor("int32", Int32Array.from(lengths), [3]),
      number: new Tensor("float32", Float32Array.from(RECORDS.flatMap(({ number }) => number)), [3, 3]),
    });
    await session.release();
    const model = await load<{ sign: CategoryDecision }>(run);
    const answers = await model.predict(RECORDS);
    model.close();
    const wanted = answers.flatMap(({ sign }) => [sign.probabilities.plus, sign.probabilities.minus]);
    for (const [i, p] of wanted.entries()) {
      expect(Math.abs((found.sign!.data as Float32Array)[i]! - p!)).toBeLessThan(1e-6);
    }
  });

  it("is not written over what is there, nor from what is no run or is broken", async () => {
    const other = join(folder, "other.onnx");
    writeFileSync(other, "mine");
    await expectFailure(
      async () => exportOnnx(run, { out: other }),
      "file-exists",
      "is there already",
      "--force",
    );
    expect(readFileSync(other, "utf8")).toBe("mine");
    await expectFailure(
      async () => exportOnnx(join(folder, "model.fuse"), { out: join(folder, "x.onnx") }),
      "not-trained",
      "an ONNX file holds the weights of a model",
      "Train it",
    );
    const best = join(run, "best.safetensors");
    const whole = readFileSync(best);
    writeFileSync(best, whole.subarray(0, whole.length - 8));
    const broken = fusewire(["export", run, "-o", join(folder, "x.onnx")]);
    writeFileSync(best, whole);
    expect(broken.err).toContain("best.safetensors");
    expect(broken.code).toBe(1);
  });
});
