import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBatches } from "../../runtime/data/batches.ts";
import { allocate, type FeedRows, inputFeeds, outputFeed } from "../../runtime/data/feeds.ts";
import { createDraw } from "../../runtime/draws.ts";
import type { Engine } from "../../runtime/engine/engine.ts";
import { loadEngine } from "../../runtime/engine/load.ts";
import type { StoredTensor } from "../../runtime/files/safetensors.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { initialValues } from "../../runtime/model/initial-values.ts";
import { tensorflowBackend } from "../../runtime/tensorflow/backend.ts";

/** The parts of tfjs layers that are used here. */
interface Layers {
  readonly weights: { readonly name: string; readonly shape: number[] }[];
  setWeights(weights: unknown[]): void;
  predict(x: unknown[]): { dataSync(): Float32Array };
  fit(x: unknown[], y: unknown, options: object): Promise<unknown>;
}
interface Tfjs {
  tensor(values: ArrayLike<number>, shape: number[], dtype?: string): unknown;
  oneHot(labels: unknown, depth: number): unknown;
}

const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fusewire-same-"));
let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function byHand(name: string): Promise<Layers> {
  const module = await import(`../../bench/tfjs/${name}.mjs`);
  return module[name](engine.tf).model;
}

async function compiled(name: string) {
  const { models, sources } = compileFile(join(repository, `bench/models/${name}.fuse`), repository);
  const { model } = models[0]!;
  return { model, opened: await tensorflowBackend(engine).open(model, { folder, sources }) };
}

/** What a weight is called in tfjs. */
const KINDS: Readonly<Record<string, string>> = {
  embeddings: "table",
  gamma: "scale",
  beta: "offset",
  moving_mean: "mean",
  moving_variance: "variance",
};

/** Gives a tfjs model the weights of the compiled one: of one kind and shape, both have them in one order. */
function setWeights(hand: Layers, values: ReadonlyMap<string, StoredTensor>): void {
  const tf = engine.tf as unknown as Tfjs;
  const left = [...values].filter(([name]) => !/^counter\/|\/(m|v)$/.test(name));
  const tensors = hand.weights.map(({ name, shape }) => {
    const own = lastOf(name).replace(/_\d+$/, "");
    const kind = KINDS[own] ?? own;
    const at = left.findIndex(([name, value]) => lastOf(name) === kind && `${value.shape}` === `${shape}`);
    expect(at, `the compiled model has no ${kind} of the shape [${shape}] for ${name}`).not.toBe(-1);
    const [[, { data }]] = left.splice(at, 1) as [[string, StoredTensor]];
    return tf.tensor(data, shape);
  });
  expect(left).toEqual([]);
  hand.setWeights(tensors);
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const worst = Array.from(actual).reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0);
  expect(worst).toBeLessThan(tolerance);
}

it("the emoji model by hand predicts what the compiled one predicts", async () => {
  const rows = 16;
  const draw = createDraw(1, ":emoji");
  const { model, opened } = await compiled("emoji");
  const hand = await byHand("emoji");
  const values = initialValues(model.variables, { seed: 1, horizon: 1 });
  opened.assign(values);
  setWeights(hand, values);

  const feeds = model.interface.inputs.flatMap(inputFeeds).map((spec) => allocate(spec, rows));
  const [name, lengths, picture] = feeds as [FeedRows, FeedRows, FeedRows];
  for (let row = 0; row < rows; row++) {
    lengths.data[row] = 1 + draw(8);
    for (let i = 0; i < lengths.data[row]!; i++) name.data[row * 8 + i] = 1 + draw(1999);
  }
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = draw(256);

  const tf = engine.tf as unknown as Tfjs;
  const answer = hand.predict([
    tf.tensor(name.data, [rows, 8], "int32"),
    tf.tensor(
      Float32Array.from(picture.data, (byte) => byte / 255),
      [rows, 64, 64, 4],
    ),
  ]);
  const own = await opened.run("predict", createBatches(feeds, rows).gather(0, rows));
  expectClose(own.group!.data as Float32Array, answer.dataSync(), 1e-5);
  opened.close();
});

it("the gated model by hand learns what the compiled one learns", async () => {
  const rows = 32;
  const steps = 5;
  const draw = createDraw(1, ":gated");
  const { model, opened } = await compiled("gated");
  const hand = await byHand("gated");
  const values = initialValues(model.variables, { seed: 1, horizon: steps });
  opened.assign(values);
  setWeights(hand, values);

  const { inputs, outputs } = model.interface;
  const feeds = [...inputs.flatMap(inputFeeds), ...outputs.map(outputFeed)].map((spec) =>
    allocate(spec, rows),
  );
  for (const { dtype, data } of feeds) {
    for (let i = 0; i < data.length; i++) data[i] = dtype === "int32" ? draw(4) : draw(1000) / 500 - 1;
  }

  const tf = engine.tf as unknown as Tfjs;
  const x = feeds.slice(0, -1).map(({ data, width }) => tf.tensor(data, [rows, width]));
  const y = tf.oneHot(tf.tensor(feeds.at(-1)!.data, [rows], "int32"), 4);
  const before = hand.predict(x).dataSync().slice();
  await hand.fit(x, y, { batchSize: rows, epochs: steps, shuffle: false, verbose: 0 });
  const batch = createBatches(feeds, rows).gather(0, rows);
  for (let i = 0; i < steps; i++) await opened.run("train", batch);

  const after = hand.predict(x).dataSync();
  const trained = await opened.run("predict", batch);
  expectClose(trained.state!.data as Float32Array, after, 5e-4);
  expect(Math.max(...after.map((p, i) => Math.abs(p - before[i]!)))).toBeGreaterThan(0.05);
  opened.close();
});
