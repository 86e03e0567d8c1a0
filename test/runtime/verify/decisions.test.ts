import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../temporary.ts";
import { sourceOf, trialOf, verdictsOf } from "./kit/tried.ts";

const folder = temporaryFolder();

/** Ways to join the decisions `a`, `b` and `c`, of which `b` and `c` may be lacking. */
const WAYS = [
  ...["equal", "learned", "confidence", "validation"].map((weight) => `vote(a, b, c, weight: ${weight})`),
  ...["geometric", "max", "min", "median"].map((rule) => `vote(a, b, c, rule: ${rule})`),
  "vote(a, b, c, weight: confidence, confidence: entropy)",
  "product(a, b, c)",
  "product(a, b |> temperature, c, prior: [1, 2])",
  "evidential(a, b, c)",
  "quality(a, b, c)",
  "i2m2(a, b, c)",
  "stacking(a, b, c, hidden: 4)",
  "vcdn(a, b, c, hidden: 5)",
  "x |> mixture_of_experts(a, b, c)",
];

describe.each(WAYS)("%s", (way) => {
  test("has every property", async () => {
    const source = sourceOf(
      `  input x: vector(4)
  optional input y: vector(3)
  optional input z: vector(3)
  a = x |> classify(Mood)
  b = y |> classify(Mood)
  c = z |> dense(2, tanh) |> classify(Mood)
  output mood: Mood = ${way}`,
      "drop: modality(0.3)",
    );
    const verdicts = Object.values(await verdictsOf(trialOf(source), folder));
    expect(verdicts.filter(({ status }) => status !== "ok" && status !== "not applicable")).toEqual([]);
  });
});
