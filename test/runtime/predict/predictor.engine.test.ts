import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { loadEngine } from "../../../runtime/engine/load.ts";
import type { OpenModel } from "../../../runtime/model/backend.ts";
import { initialValues } from "../../../runtime/model/initial-values.ts";
import type { CategoryDecision } from "../../../runtime/outputs/category.ts";
import { createPredictor } from "../../../runtime/predict/predictor.ts";
import { tensorflowBackend } from "../../../runtime/tensorflow/backend.ts";
import { temporaryFolder } from "../temporary.ts";

const SOURCE = `category Mood = ["glad", "sad", "__proto__"]
category Yes = ["yes", "no"]

model Feeling {
  input words: text(words: 5, vocabulary: 12)
  optional input level: vector(3)
  optional input face: image(6, 6, rgb)

  said  = words |> embed(8) |> mean(over: word) |> dense(16, relu) |> batch_norm
  shown = face |> conv(4, activation: relu) |> mean(over: space)
  output mood: Mood = vote(
    said |> classify(Mood),
    level |> dense(16, relu) |> classify(Mood),
    shown |> classify(Mood),
    weight: confidence,
  )
  output sure: Yes = said |> dropout(0.5) |> classify(Yes)
}
`;
type Feeling = Record<"mood" | "sure", CategoryDecision>;

const VOCABULARY = ["red", "blue", "apple", "happy", "day"];

const picture = (seed: number): Promise<Buffer> =>
  sharp(
    Uint8Array.from({ length: 108 }, (_, i) => (i * seed) % 256),
    {
      raw: { width: 6, height: 6, channels: 3 },
    },
  )
    .png()
    .toBuffer();

/** Records of all kinds: with and without optional inputs, of no word, of unknown ones and of too many. */
const TEXTS = ["red apple", "", "happy happy day", "unheard of", "red blue apple happy day red blue"];
const PICTURES = await Promise.all(
  TEXTS.map(async (_, i) => ({ base64: (await picture(7 * i + 3)).toString("base64") })),
);
const RECORDS = TEXTS.flatMap((words, i) => [
  { words },
  { words, level: [i, -1, 0.5] },
  { words, face: PICTURES[i]! },
  { words, level: [0.1, i, 2], face: PICTURES[i]! },
]);

describe("predictions on the engine", () => {
  const folder = temporaryFolder();
  let model: OpenModel;

  beforeAll(async () => {
    const { models, sources, findings } = compile("main.fuse", () => SOURCE);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const engine = await loadEngine({ threads: { intra: 1, inter: 1 } });
    const compiled = models[0]!.model;
    model = await tensorflowBackend(engine).open(compiled, { folder, sources });
    model.assign(initialValues(compiled.variables, { seed: 3, horizon: 1 }));
  });
  afterAll(() => model?.close());

  const predictor = (batch: number) =>
    createPredictor<Feeling>({
      model,
      fitted: { words: { vocabulary: VOCABULARY }, level: {}, face: {} },
      batch,
    });

  it("are probabilities of every label of every output", async () => {
    const predictions = await predictor(64).predict(RECORDS);
    expect(predictions).toHaveLength(RECORDS.length);
    for (const prediction of predictions) {
      for (const [output, labels] of [
        ["mood", ["glad", "sad", "__proto__"]],
        ["sure", ["yes", "no"]],
      ] as const) {
        const { label, probabilities } = prediction[output];
        const values = Object.values(probabilities);
        expect(Object.keys(probabilities)).toEqual(labels);
        expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
        expect(new Map(Object.entries(probabilities)).get(label)).toBe(Math.max(...values));
      }
    }
    // Every input counts: no two records look alike to the model.
    const distinct = new Set(predictions.map(({ mood }) => Object.values(mood.probabilities).join(" ")));
    expect(distinct.size).toBe(RECORDS.length);
  });

  it("do not depend on the records beside them", async () => {
    const together = await predictor(64).predict(RECORDS);
    const backwards = await predictor(64).predict([...RECORDS].reverse());
    expectSame(backwards.reverse(), together);
    for (const batch of [1, 3, 7]) expectSame(await predictor(batch).predict(RECORDS), together);
  });

  it("are the same each time", async () => {
    const { predict } = predictor(8);
    const [first, second] = await Promise.all([predict(RECORDS), predict(RECORDS)]);
    expect(second).toEqual(first);
  });
});

/** The kernels add in another order for another number of rows: the last bits may differ. */
function expectSame(found: readonly Feeling[], wanted: readonly Feeling[]): void {
  found.forEach((prediction, i) => {
    for (const output of ["mood", "sure"] as const) {
      const { probabilities } = prediction[output];
      const others = Object.values(wanted[i]![output].probabilities);
      Object.values(probabilities).forEach((p, k) => {
        expect(Math.abs(p - others[k]!)).toBeLessThan(2e-6);
      });
    }
  });
}
