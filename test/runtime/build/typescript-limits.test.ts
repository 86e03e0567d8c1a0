import { describe, expect, it } from "vitest";
import { typescript } from "../../../runtime/build/targets/typescript.ts";
import { compiled } from "../../compiler/kit/models.ts";
import { expectFailure } from "../failures.ts";

/** A model of two paths whose training says this of its terms and its length. */
const source = (minimise: string, length = "epochs: 2") => `category Mood = ["glad", "sad"]
model M {
  input x: vector(4)
  a = x |> dense(4, relu) |> dropout(0.2) |> classify(Mood)
  output mood: Mood = a |> temperature
}
data D {
  from: "table.csv"
  x     = column("x")
  mood  = column("mood")
  split: column("split")
}
train M on D {
  ${minimise}
  optimizer: adam
  batch: 4
  ${length}
}
`;

const build = async (text: string) => {
  const { model } = compiled(text);
  const read = (path: string) => (path === "main.fuse" ? text : undefined);
  return typescript.files({ compiled: model, entry: "main.fuse", read } as never, {});
};

const BLEND = `minimise {
    a = cross_entropy(a, target: mood)
    mood = cross_entropy(mood)
    balance: gradient_blend
  }`;

describe("a project that trains on its own", () => {
  it("is refused where a runtime does something between epochs, or a loss goes by the step", async () => {
    const refused = (text: string, words: string) => expectFailure(() => build(text), "target-limit", words);
    await refused(source(BLEND), "cannot blend terms");
    await refused(source("minimise: evidential(a, target: mood, warmup: 9)"), "from step to step");
    await refused(source("minimise: cross_entropy(mood)", "phase one {\n    epochs: 1\n  }"), "has phases");
    const fitted = source("minimise: cross_entropy(mood)").replace(
      "temperature",
      "temperature(fit: validation)",
    );
    await refused(fitted, "cannot train this temperature");
  });

  it("is written where all is in the steps, dropout among it", async () => {
    expect((await build(source("minimise: cross_entropy(mood)"))).size).toBeGreaterThan(0);
  });
});
