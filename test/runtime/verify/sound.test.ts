import { describe, expect, test } from "vitest";
import { PROPERTIES } from "../../../runtime/verify/properties.ts";
import { verifyTrial } from "../../../runtime/verify/verify.ts";
import { temporaryFolder } from "../temporary.ts";
import { sourceOf, trialOf, verdictsOf } from "./kit/tried.ts";

const folder = temporaryFolder();

/** A model in which every property is at stake. */
const WHOLE = sourceOf(
  `  input phrase: text(words: 4, vocabulary: 9)
  optional input touch: vector(3)
  optional input taste: vector(2)
  said = phrase |> embed(4) |> self_attention(2) |> mean(over: word) |> dense(4, bias: false) |> batch_norm |> relu
  felt = touch |> dense(4, tanh)
  joint = sum(said, felt, taste |> dense(4)) |> dropout(0.3)
  output mood: Mood = vote(joint |> classify(Mood), felt |> classify(Mood), weight: confidence)`,
  "drop: modality(0.3)",
);

describe("a sound model", () => {
  test("has every property", async () => {
    const verdicts = await verdictsOf(trialOf(WHOLE), folder);
    const others = Object.values(verdicts).filter(({ status }) => status !== "ok");
    expect(others).toEqual([
      expect.objectContaining({ name: "absence_uncounted", status: "not applicable" }),
    ]);
    expect(Object.keys(verdicts)).toEqual(PROPERTIES.map(({ name }) => name));
  });

  test("has every property where phases train it", async () => {
    const phased = sourceOf(
      `  input touch: vector(3)
  input taste: vector(2)
  felt = touch |> dense(4, tanh) |> batch_norm
  touched = felt |> classify(Mood)
  joint = concat(felt, taste |> dense(4)) |> dropout(0.3)
  output mood: Mood = i2m2(touched, joint |> classify(Mood))`,
      `phase felt {
    moves:    touched
    minimise: felt
    epochs:   1
  }
  phase rest {
    freezes:  touched
    minimise: mood
    epochs:   1
  }`,
      ["felt = cross_entropy(touched, target: mood)"],
    ).replace("epochs: 1\n  batch", "batch");
    expect(phased).toContain("phase rest");
    const verdicts = await verdictsOf(trialOf(phased), folder);
    expect(Object.values(verdicts).filter(({ status }) => status === "failed")).toEqual([]);
    expect(verdicts.weights_move?.status).toBe("ok");
  });

  test("is not called sound where there is nothing to compute with, but for what the graph says", async () => {
    const { verdicts, sound, engine } = await verifyTrial(trialOf(WHOLE), "no engine", folder);
    expect({ sound, engine }).toEqual({ sound: false, engine: undefined });
    for (const [i, { status }] of verdicts.entries()) {
      expect(status).toBe(PROPERTIES[i]!.static ? "ok" : "not checked");
    }
  });

  test("is asked only what it could fail", async () => {
    const trial = trialOf(
      'category Mood = ["glad", "sad", "calm"]\nmodel Plain { input x: vector(3)\n output mood: Mood = x |> classify(Mood) }',
    );
    const verdicts = Object.values(await verdictsOf(trial, folder));
    expect(verdicts.filter(({ status }) => status === "not applicable").map(({ name }) => name)).toEqual([
      "weights_move",
      "operands_commute",
      "weighting_matters",
      "padding_inert",
      "subsets_finite",
      "absence_one_path",
      "absence_inert",
      "absence_uncounted",
    ]);
    expect(verdicts.filter(({ status }) => status === "failed")).toEqual([]);
  });
});
