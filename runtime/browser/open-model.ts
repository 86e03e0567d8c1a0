import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { ModelInterface } from "../../compiler/plan/interface.ts";
import { openStored } from "../../compiler/targets/browser/stored-model.ts";
import type { Fitted } from "../data/encoders/define.ts";
import { encodersIn, PORTABLE } from "../data/encoders/portable.ts";
import { eagerBackend } from "../eager/backend.ts";
import { failure, messageOf } from "../failure.ts";
import { decodeSafetensors, encodeSafetensors } from "../files/safetensors-format.ts";
import { requireFit } from "../model/fit-weights.ts";
import { recordCheckWith } from "../predict/check-record.ts";
import { createRecordEncoder } from "../predict/encode-records.ts";
import { type Prediction, predictorWith } from "../predict/predict-records.ts";
import { BACKENDS, type PageBackend, startBackend } from "./backends.ts";
import { pageImage } from "./image.ts";
import { targetsOf } from "./targets.ts";
import { type TrainRowsOptions, trainRows } from "./train-rows.ts";

export type { Pixels } from "./image.ts";
export type { TrainRowsOptions } from "./train-rows.ts";

/** A record: a field for each input. Texts and numbers as JSON has them, pictures as a page does. */
export type PageRecord = Readonly<Record<string, unknown>>;

/** A model in a page. `R` is its records, `T` what rows to learn from tell beside them, `P` what it predicts. */
export interface PageModel<
  R extends object = PageRecord,
  T extends object = PageRecord,
  P extends Prediction = Prediction,
> {
  /** What it computes on: one backend is shared by all models of a page. */
  readonly backend: PageBackend;
  readonly interface: ModelInterface;
  /** Throws an error with `message` and `help`, such as for a record that does not fit. */
  predict(record: R): Promise<P>;
  /** The same of several records, computed together. */
  predictAll(records: readonly R[]): Promise<P[]>;
  /** Trains on rows, and gives the loss of every step. */
  train(rows: readonly (R & T)[], options: TrainRowsOptions): Promise<number[]>;
  /** The weights as they are now, in the form of `weights.safetensors`. */
  weights(): Promise<Blob>;
  /** Frees the memory. */
  close(): void;
}

export interface OpenPageOptions {
  /** The backend, or several, the first that is there; all but given in `BACKENDS` where it is left out. */
  readonly backend?: PageBackend | readonly PageBackend[];
  /** Other weights than those beside the module: their bytes, or where they are. */
  readonly weights?: ArrayBuffer | Uint8Array | URL | string;
}

/** What lies beside the module. */
interface Facts {
  readonly fitted: Readonly<Record<string, Fitted>>;
  readonly model: string;
}

const WEIGHTS = "weights.safetensors";

/**
 * Opens the model whose files lie at `base`.
 *
 * @throws RuntimeFailure `model-unreadable`, `safetensors-invalid`, `checkpoint-mismatch`, `backend-missing`
 */
export async function openModel<R extends object, T extends object, P extends Prediction>(
  base: URL,
  { backend = BACKENDS, weights = new URL(WEIGHTS, base) }: OpenPageOptions = {},
): Promise<PageModel<R, T, P>> {
  const [tf, { compiled, fitted }, bytes] = await Promise.all([
    startBackend(base, typeof backend === "string" ? [backend] : backend),
    readModel(new URL("model.json", base)),
    bytesOf(weights),
  ]);
  const named = weights instanceof URL || typeof weights === "string" ? String(weights) : "the weights given";
  const { tensors } = decodeSafetensors(bytes, named);
  requireFit(named, tensors, compiled.variables);

  const model = await eagerBackend(tf as unknown as Parameters<typeof eagerBackend>[0]).open(compiled, {
    folder: "",
    sources: [],
  });
  model.assign(tensors);

  const { interface: face } = compiled;
  const encoderOf = encodersIn({ ...PORTABLE, image: pageImage });
  const schema = {
    properties: Object.fromEntries(face.inputs.map((input) => [input.name, encoderOf(input).schema(input)])),
    required: face.inputs.filter(({ optional }) => !optional).map(({ name }) => name),
  };
  // What is in a field is checked where it is encoded: a page may hand in what JSON has no words for.
  const check = recordCheckWith(face, schema, () => []);
  const { predict } = predictorWith<P>({ model, fitted, encoderOf, check });
  const encode = createRecordEncoder({ compiled, fitted, encoderOf });

  return {
    backend: tf.getBackend() as PageBackend,
    interface: face,
    predict: async (record) => (await predict([record]))[0]!,
    predictAll: predict,
    async train(rows, options) {
      const records = await encode(rows, 0, "none");
      const targets = targetsOf(face.outputs, rows as readonly PageRecord[]);
      return trainRows(model, [...records, ...targets], rows.length, options);
    },
    async weights() {
      const parts = encodeSafetensors({ tensors: await model.read(), metadata: {} });
      return new Blob(parts as Uint8Array<ArrayBuffer>[]);
    },
    close: model.close,
  };
}

async function readModel(url: URL): Promise<{ compiled: CompiledModel; fitted: Facts["fitted"] }> {
  const text = new TextDecoder().decode(await bytesOf(url));
  try {
    const { model, fitted } = JSON.parse(text) as Facts;
    return { compiled: openStored(model), fitted };
  } catch (error) {
    throw failure(
      "model-unreadable",
      {
        message: `${url.href} holds no model of this version: ${messageOf(error)}`,
        help: "Build it again with `fusewire build --target browser`, and put all files of the folder in one place.",
      },
      { cause: error },
    );
  }
}

async function bytesOf(from: ArrayBuffer | Uint8Array | URL | string): Promise<Uint8Array> {
  if (from instanceof Uint8Array) return from;
  if (from instanceof ArrayBuffer) return new Uint8Array(from);
  const response = await fetch(from);
  if (!response.ok) {
    throw failure("model-unreadable", {
      message: `${from} cannot be read: ${response.status} ${response.statusText}`,
      help: "Put all files that were built in one place, and serve that.",
    });
  }
  return new Uint8Array(await response.arrayBuffer());
}
