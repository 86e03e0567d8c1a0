import { beforeAll, describe, expect, test } from "vitest";
import type { Variable } from "../../../compiler/graph/graph.ts";
import { libraryBlocks } from "../../../compiler/library/blocks.ts";
import { COUNTERS } from "../../../compiler/plan/compiled-model.ts";
import { openEager } from "../../../runtime/eager/open-eager.ts";
import type { Tfjs } from "../../../runtime/eager/tfjs.ts";
import { differences } from "../../compiler/graph/kit/close.ts";
import { compiled, type Numbers, records, run, started } from "../../compiler/kit/models.ts";
import { exampleModel } from "../../library/kit/example.ts";
import { dense, fed, storedAs } from "./kit/compute.ts";
import { tfjsOn } from "./kit/tfjs.ts";

const ROWS = 3;

/** A model in which much is at stake: draws, statistics, absence, padding, clipping, a schedule, decay. */
const WHOLE = `category Mood = ["glad", "sad", "calm"]
model Whole {
  input phrase: text(words: 4, vocabulary: 9)
  input photo: image(6, 6, rgb)
  optional input touch: vector(3)
  said = phrase |> embed(4) |> self_attention(2) |> mean(over: word) |> dense(4, bias: false) |> batch_norm |> relu
  seen = photo |> conv(3, kernel: 3, stride: 2, bias: false) |> batch_norm |> relu |> max_pool(2) |> mean(over: space)
  felt = touch |> dense(4, tanh)
  joint = sum(said, felt, seen |> dense(4)) |> dropout(0.3)
  output mood: Mood = vote(joint |> classify(Mood), felt |> classify(Mood), weight: confidence)
}
data Table {
  from: "table.csv"
  phrase = column("phrase")
  photo = file("photo")
  touch = column("touch")
  mood = column("mood")
  split: column("split")
}
train Whole on Table {
  minimise: cross_entropy(mood, label_smoothing: 0.1)
  optimizer: adamw(learning_rate: 1e-2, weight_decay: 0.1)
  schedule: cosine(warmup: 2)
  clip: norm(0.1)
  epochs: 3
  batch: 3
  drop: modality(0.3)
}
`;

const COUNTED: Readonly<Record<string, number>> = { [COUNTERS.seed]: 7, [COUNTERS.horizon]: 6 };

const begun = (variables: readonly Variable[]): Numbers => {
  const values = started(variables);
  const counters = Object.keys(values).filter((name) => name in COUNTED);
  return {
    ...values,
    ...Object.fromEntries(counters.map((name) => [name, { shape: [], data: [COUNTED[name]!] }])),
  };
};

/** Trains for some steps by plain loops and on tfjs, and holds what comes of each against the other. */
async function trainBoth(tf: Tfjs, source: string, steps: number): Promise<void> {
  const { model } = compiled(source);
  const { train, evaluate } = model.training!;
  const feeds = records(model, ROWS);
  const fedIn = Object.fromEntries(
    [...train.feeds, ...evaluate.feeds].map(({ name, dtype }) => [name, fed(dtype, feeds[name]!)]),
  );
  let values = begun(model.variables);
  const open = openEager(tf, [model.predict, evaluate, train], model.variables);
  open.assign(new Map(model.variables.map(({ name, dtype }) => [name, storedAs(dtype, values[name]!)])));
  try {
    const counts: number[] = [];
    for (let step = 0; step < steps; step++) {
      const wanted = run(train, { ...values, ...feeds }, ROWS);
      values = { ...values, ...wanted.updates };
      const found = Object.entries(await open.run("train", fedIn)).map(([name, tensor]) => [
        name,
        dense(tensor),
      ]);
      expect(differences(Object.fromEntries(found), wanted.results, 1e-4), `step ${step}`).toEqual([]);
      counts.push(tf.memory().numTensors);
    }
    expect(new Set(counts).size).toBe(1);
    const state = [...(await open.read())].map(([name, value]) => [name, dense(value)]);
    expect(differences(Object.fromEntries(state), values, 2e-4)).toEqual([]);
    if (steps === 1) return;
    const answered = Object.entries(await open.run("evaluate", fedIn)).map(([name, value]) => [
      name,
      dense(value),
    ]);
    expect(
      differences(Object.fromEntries(answered), run(evaluate, { ...values, ...feeds }, ROWS).results, 1e-4),
    ).toEqual([]);
  } finally {
    open.close();
  }
}

describe.each(["cpu", "wasm"] as const)("training on tfjs's %s backend", (backend) => {
  let tf: Tfjs;
  beforeAll(async () => {
    tf = await tfjsOn(backend);
  });

  test("moves everything as plain loops do, and keeps no tensor", async () => {
    const before = tf.memory().numTensors;
    await trainBoth(tf, WHOLE, 5);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("blocks of the library on tfjs's plain backend", () => {
  let tf: Tfjs;
  beforeAll(async () => {
    tf = await tfjsOn("cpu");
  });

  test.each(libraryBlocks().map((block) => [block.name, block] as const))(
    "%s learns what plain loops learn",
    (_, block) => trainBoth(tf, exampleModel(block), 1),
  );
});
