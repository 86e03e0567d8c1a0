/**
 * Trains a model written with tfjs layers by `fit`, on the engine's own tfjs.
 *
 *     fit.mjs emoji|gated BATCH
 */
import { loadEngine } from "../../runtime/engine/load.ts";
import { serve } from "../serve.ts";
import { emoji } from "./emoji.mjs";
import { gated } from "./gated.mjs";

const [name, size] = process.argv.slice(2);
const batchSize = Number(size);
const engine = await loadEngine();
const { tf } = engine;
const { model, data } = { emoji, gated }[name](tf);
const count = (weights) => weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);

let made = { steps: 0, x: undefined, y: undefined };
await serve(
  {
    batch: batchSize,
    parameters: { trained: count(model.trainableWeights), kept: count(model.nonTrainableWeights) },
    threads: engine.threads.intra,
    library: `tfjs ${tf.version.tfjs}`,
  },
  async (steps) => {
    if (made.steps !== steps) {
      tf.dispose([made.x, made.y]);
      made = { steps, ...data(steps * batchSize) };
    }
    const start = performance.now();
    await model.fit(made.x, made.y, { batchSize, epochs: 1, verbose: 0 });
    return (performance.now() - start) / 1000;
  },
);
