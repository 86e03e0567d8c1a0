/**
 * Takes training steps of a compiled model, on random data of its shapes.
 *
 *     steps.ts FILE [gathered|stepwise] [tensorflow|onnx]
 *
 * Rows are gathered in a shuffled order for every step; with `gathered`, before the first.
 */
import { mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import type { InputPart } from "../../compiler/plan/interface.ts";
import { createBatches } from "../../runtime/data/batches.ts";
import { allocate, type FeedRows, type FeedSpec, inputFeeds, outputFeed } from "../../runtime/data/feeds.ts";
import { createDraw, permutation } from "../../runtime/draws.ts";
import { BACKEND_TITLES } from "../../runtime/model/backend.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { initialValues } from "../../runtime/model/initial-values.ts";
import { loadTrainingEngine, type TrainingEngine } from "../../runtime/train/engines.ts";
import { serve } from "../serve.ts";

/** Different batches, which are used again and again. */
const BATCHES = 20;

const [file, feeding, engine] = process.argv.slice(2);
const gathered = feeding === "gathered" ? true : undefined;
const { models, sources } = compileFile(file!);
const { model } = models[0]!;
const { plan } = model.training!;
const rows = BATCHES * plan.batch;
const draw = createDraw(0, ":bench");

function filled(spec: FeedSpec, below: number): FeedRows {
  const feed = allocate(spec, rows);
  const scale = spec.dtype === "float32" ? 1 / below : 1;
  for (let i = 0; i < feed.data.length; i++) feed.data[i] = draw(below) * scale;
  return feed;
}

const { inputs, outputs } = model.interface;
const feeds = [
  ...inputs.flatMap((input) => {
    const [{ feed, shape }] = input.parts as [InputPart];
    // Beside an input's values stand lengths of its ragged axis, which is the first.
    return inputFeeds(input).map((spec) =>
      filled(spec, spec.name === feed ? Number(input.settings.vocabulary ?? 256) : shape[0]! + 1),
    );
  }),
  ...outputs.map((output) =>
    filled(outputFeed(output), "category" in output ? output.category.labels.length : 2),
  ),
];

const asked = (engine ?? "tensorflow") as TrainingEngine;
const { backend } = await loadTrainingEngine({ cwd: process.cwd(), engine: asked });
const opened = await backend.open(model, {
  folder: mkdtempSync(join(dirname(file!), "graphs-")),
  sources,
});
opened.assign(initialValues(model.variables, { seed: 0, horizon: 100_000 }));

const order = permutation(rows, draw);
const batches = Array.from({ length: gathered === undefined ? 1 : BATCHES }, () =>
  createBatches(feeds, plan.batch),
);
const gather = (i: number) =>
  batches[i % batches.length]!.gather((i % BATCHES) * plan.batch, plan.batch, order);
const ready = gathered === undefined ? undefined : batches.map((_, i) => gather(i));

const parameters = (roles: readonly string[]) =>
  model.variables
    .filter(({ role }) => roles.includes(role))
    .reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * Number(b), 1), 0);

let step = 0;
await serve(
  {
    batch: plan.batch,
    parameters: { trained: parameters(["weight"]), kept: parameters(["statistic", "frozen"]) },
    threads: backend.facts.threads!.intra,
    library: `${BACKEND_TITLES[backend.name]} ${backend.facts.version}`,
  },
  async (steps) => {
    const start = performance.now();
    for (let i = 0; i < steps; i++) {
      await opened.run("train", ready === undefined ? gather(step) : ready[step % ready.length]!);
      step++;
    }
    return (performance.now() - start) / 1000;
  },
);
opened.close();
