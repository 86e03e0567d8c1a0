import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { COUNTERS, type CompiledModel } from "../../../../compiler/plan/compiled-model.ts";
import { encoderOf } from "../../../../runtime/data/encoders/index.ts";
import { allocate, outputFeed } from "../../../../runtime/data/feeds.ts";
import { createInputWriter } from "../../../../runtime/data/input-writer.ts";
import { decodeSafetensors } from "../../../../runtime/files/safetensors.ts";
import { initialValues } from "../../../../runtime/model/initial-values.ts";
import { runtimeOf } from "../../../../runtime/outputs/index.ts";
import { fittedValues } from "../../../../runtime/train/fit-variables.ts";
import { epochOrder } from "../../../../runtime/train/order.ts";
import { compiled, type Numbers, run } from "../../kit/models.ts";
import { load, projectOf } from "./kit/project.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

type Row = Readonly<Record<string, unknown>>;

interface Generated {
  train(
    rows: readonly Row[],
    options: { epochs: number; batch: number; onStep(step: { loss: number; learningRate: number }): void },
  ): Promise<unknown>;
  predictAll(
    rows: readonly Row[],
  ): Promise<Record<string, { probabilities: Record<string, number>; value: number }>[]>;
  saveWeights(): Promise<Uint8Array>;
  loadWeights(bytes: Uint8Array): void;
}

/** Rows of all feeds as Fusewire's own runtime encodes them. */
async function encoded({ interface: face, training }: CompiledModel, rows: readonly Row[]) {
  const feeds = [];
  for (const input of face.inputs) {
    const encoder = encoderOf(input);
    const cells = rows.map((row) => row[input.name] as string | undefined);
    const transforms = training?.data.fields.find(({ name }) => name === input.name)?.transforms ?? [];
    const isLower = transforms.some(({ kind }) => kind === "lowercase");
    const lowered = cells.map((cell) => (isLower ? cell?.toLowerCase() : cell));
    const learned = encoder.fit(
      lowered.filter((cell) => cell !== undefined),
      input,
    );
    const writer = createInputWriter(input, encoder.open(input, learned), rows.length);
    for (const [row, cell] of lowered.entries()) await writer.write(row, cell);
    feeds.push(...writer.feeds);
  }
  for (const output of face.outputs) {
    const feed = allocate(outputFeed(output), rows.length);
    const encode = runtimeOf(output).encoder(output as never);
    for (const [row, of] of rows.entries()) {
      const into = feed.data.subarray(row * feed.width, (row + 1) * feed.width);
      encode(String(of[output.name]), into);
    }
    feeds.push(feed);
  }
  return feeds;
}

const SOURCES: Readonly<Record<string, { readonly text: string; readonly rows: readonly Row[] }>> = {
  "early fusion with batch norm, dropout, adamw, a schedule and clipping": {
    rows: Array.from({ length: 6 }, (_, i) => ({
      word: ["Yes sure", "no", "yes", "never", "no never fine", "odd"][i]!,
      number: [Math.sin(i), Math.cos(3 * i), i / 5],
      sign: i % 2 === 0 ? "plus" : "minus",
    })),
    text: `category Sign = ["plus", "minus"]
model Tiny {
  input word:   text(words: 3, vocabulary: 5)
  input number: vector(3)
  said  = word |> embed(4) |> mean(over: word) |> dense(4, tanh)
  seen  = number |> dense(4, gelu) |> batch_norm
  joint = concat(said, seen) |> dense(6, relu) |> dropout(0.2)
  output sign: Sign = joint |> classify(Sign)
}
data Rows {
  from: "rows.csv"
  word = column("word") |> lowercase
  number = column("number")
  sign = column("sign")
  split: column("split")
}
train Tiny on Rows {
  minimise: cross_entropy(sign, class_weights: balanced)
  optimizer: adamw(learning_rate: 1e-2, weight_decay: 0.1)
  schedule: cosine(warmup: 3)
  clip: norm(0.5)
  epochs: 5
  batch: 3
  seed: 3
}`,
  },
  "optional inputs that are dropped, blocks, several terms and sgd": {
    rows: Array.from({ length: 5 }, (_, i) => ({
      ...(i === 1 ? {} : { left: [i / 3, 1 - i / 4] }),
      ...(i === 3 ? {} : { right: [Math.sin(i), 0.5] }),
      size: i / 2 - 1,
      sign: i % 3 === 0 ? "plus" : "minus",
    })),
    text: `category Sign = ["plus", "minus"]
/// A layer with a norm.
block Side(x: signal[channel], width: int) -> feature {
  return x |> dense(width, relu) |> layer_norm |> dropout(0.25)
}
model Two {
  optional input left: vector(2)
  optional input right: vector(2)
  l = left |> Side(width: 4)
  r = right |> Side(width: 4)
  joint = sum(l, r) |> batch_norm
  output sign: Sign = joint |> classify(Sign)
  output size: number = joint |> regress(1)
}
data Rows {
  from: "rows.csv"
  left = column("left")
  right = column("right")
  sign = column("sign")
  size = column("size")
  split: column("split")
}
train Two on Rows {
  minimise {
    which = cross_entropy(sign, label_smoothing: 0.1)
    much = 0.5 * huber(size)
  }
  optimizer: sgd(0.05, momentum: 0.9, nesterov: true, weight_decay: 0.01)
  schedule: step(every: 4, factor: 0.5)
  clip: value(0.3)
  drop: modality(0.3)
  epochs: 5
  batch: 5
  seed: 11
}`,
  },
};

describe("a generated project", () => {
  it.each(Object.keys(SOURCES))("takes the steps that the train program takes: %s", async (title) => {
    const { text, rows } = SOURCES[title]!;
    const { model } = compiled(text);
    const { plan, train } = model.training!;
    const name = model.interface.model;
    const files = await projectOf(text, name);
    const own = load<Record<string, () => Generated>>(files, `src/${name.toLowerCase()}.ts`)[
      `create${name}`
    ]!();

    const epochs = 10 / Math.ceil(rows.length / plan.batch);
    const found: { loss: number; learningRate: number }[] = [];
    await own.train(rows, { epochs, batch: plan.batch, onStep: (step) => void found.push(step) });
    expect(found).toHaveLength(10);

    const feeds = await encoded(model, rows);
    const split = { rows: rows.length, feeds, hash: "" };
    const started = new Map([
      ...initialValues(model.variables, { seed: plan.seed, horizon: 10 }),
      ...fittedValues(model.variables, split),
    ]);
    let state: Numbers = Object.fromEntries(
      [...started].map(([key, { shape, data }]) => [key, { shape, data: Array.from(data) }]),
    );
    const per = Math.ceil(rows.length / plan.batch);
    for (let step = 0; step < 10; step++) {
      const order = epochOrder(plan.seed, Math.floor(step / per), rows.length);
      const some = order.subarray((step % per) * plan.batch, ((step % per) + 1) * plan.batch);
      const fed = Object.fromEntries(
        feeds.map(({ name: feed, shape, width, data }) => [
          feed,
          {
            shape: [some.length, ...shape],
            data: [...some].flatMap((row) => Array.from(data.subarray(row * width, (row + 1) * width))),
          },
        ]),
      );
      const { results, updates } = run(train, { ...state, ...fed }, some.length);
      expect(found[step]!.loss, `loss of step ${step + 1}`).toBeCloseTo(results.loss!.data[0]!, 4);
      expect(found[step]!.learningRate).toBeCloseTo(results.learning_rate!.data[0]!, 7);
      state = { ...state, ...updates };
    }

    const { tensors } = decodeSafetensors(await own.saveWeights(), "saved");
    expect([...tensors.keys()].sort()).toEqual(model.variables.map((variable) => variable.name).sort());
    for (const { name: key, shape } of model.variables) {
      const { data, shape: saved } = tensors.get(key)!;
      expect(saved).toEqual(shape);
      const wanted = key === COUNTERS.horizon ? [10] : state[key]!.data;
      for (const [i, value] of wanted.entries()) expect(data[i], `${key} at ${i}`).toBeCloseTo(value, 3);
    }
  });

  it("predicts what the predict program does, also from weights that were saved", async () => {
    const { text, rows } = Object.values(SOURCES)[0]!;
    const { model } = compiled(text);
    const files = await projectOf(text, "Tiny");
    const { createTiny } = load<{ createTiny(options?: { seed: number }): Generated }>(files, "src/tiny.ts");
    const trained = createTiny();
    await trained.train(rows, { epochs: 1, batch: 3, onStep: () => {} });
    const before = await trained.predictAll(rows);
    const bytes = await trained.saveWeights();
    const other = createTiny({ seed: 99 });
    await expect(other.predictAll(rows)).rejects.toThrow("its words are not known yet");
    other.loadWeights(bytes);
    expect(await other.predictAll(rows)).toEqual(before);

    const { tensors } = decodeSafetensors(bytes, "saved");
    const state = Object.fromEntries(
      [...tensors].map(([key, { shape, data }]) => [key, { shape, data: Array.from(data) }]),
    );
    const feeds = await encoded(model, rows);
    const fed = Object.fromEntries(
      feeds.map(({ name, shape, data }) => [
        name,
        { shape: [rows.length, ...shape], data: Array.from(data) },
      ]),
    );
    const { sign } = run(model.predict, { ...state, ...fed }, rows.length).results;
    const found = before.flatMap(({ sign: decided }) => Object.values(decided!.probabilities));
    expect(found).toEqual(Array.from(sign!.data, (value) => expect.closeTo(value, 5)));
  });

  it("refuses weights of another model, and stays as it was", async () => {
    const { text, rows } = Object.values(SOURCES)[0]!;
    const files = await projectOf(text, "Tiny");
    const { createTiny } = load<{ createTiny(): Generated }>(files, "src/tiny.ts");
    const own = createTiny();
    await own.train(rows, { epochs: 1, batch: 3, onStep: () => {} });
    const before = await own.saveWeights();
    const wider = await projectOf(text.replace("dense(6, relu)", "dense(7, relu)"), "Tiny");
    const strange = await load<{ createTiny(): Generated }>(wider, "src/tiny.ts").createTiny().saveWeights();
    expect(() => own.loadWeights(strange)).toThrow(
      "these are no weights of Tiny: joint/dense/kernel is [8, 7], not [8, 6]",
    );
    expect(() => own.loadWeights(before.slice(0, -4))).toThrow("no sound safetensors file");
    expect(() => own.loadWeights(new Uint8Array(3))).toThrow("it has no header");
    expect(await own.saveWeights()).toEqual(before);
  });
});
