import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { createBatches } from "../data/batches.ts";
import type { FileAccess } from "../data/encoders/define.ts";
import type { HostTensor } from "../engine/engine.ts";
import type { OpenModel } from "../model/backend.ts";
import { type Decision, runtimeOf } from "../outputs/index.ts";
import type { CheckRecord } from "./check-record.ts";
import { createRecordEncoder, type EncodingParts, refuseFirst } from "./encode-records.ts";
import { type RecordProblem, recordFailure } from "./problems.ts";

/** What a model decides about one record, by output. */
export type Prediction = Readonly<Record<string, Decision>>;

export interface PredictOptions {
  /** Whether records may name files on this machine, and where they lie; by default they may not. */
  readonly files?: FileAccess | undefined;
}

/** `P` is what the author knows about the outputs of the model: `Predictor<{ mood: CategoryDecision }>`. */
export interface Predictor<P extends Prediction = Prediction> {
  /**
   * Predicts records, in their order. All are checked before the first is computed, and none affects another.
   *
   * @throws RuntimeFailure `record-invalid`: the first record that does not fit, with all that is wrong with it, and
   * which others do not fit either
   */
  predict(records: readonly unknown[], options?: PredictOptions): Promise<P[]>;
}

interface PredictingParts extends Omit<EncodingParts, "compiled"> {
  readonly model: Pick<OpenModel, "compiled" | "run">;
  /** Finds what is wrong with the form of a record. */
  readonly check: CheckRecord;
  /** Records that are computed at a time. */
  readonly batch?: number | undefined;
}

/**
 * Predicts with an open model, wherever that runs.
 *
 * @throws RuntimeFailure `modality-unsupported`
 */
export function predictorWith<P extends Prediction = Prediction>({
  model,
  check,
  batch = 64,
  ...encoding
}: PredictingParts): Predictor<P> {
  const { outputs } = model.compiled.interface;
  const encode = createRecordEncoder({ compiled: model.compiled, ...encoding });
  return {
    async predict(records, { files = "none" } = {}) {
      refuseFirst(records.map(check), 0);
      const predictions: P[] = [];
      for (let from = 0; from < records.length; from += batch) {
        const some = records.slice(from, from + batch);
        const feeds = await encode(some, from, files);
        const results = await model.run("predict", createBatches(feeds, some.length).gather(0, some.length));
        for (let row = 0; row < some.length; row++) {
          const decisions = outputs.map((output) => {
            const decision = decide(output, results[output.name], row);
            if (decision === undefined) throw recordFailure(from + row, [overflow(output)]);
            return [output.name, decision] as const;
          });
          predictions.push(Object.fromEntries(decisions) as P);
        }
      }
      return predictions;
    },
  };
}

/** Undefined where the model's arithmetic came to no number. */
function decide(output: OutputSpec, tensor: HostTensor | undefined, row: number): Decision | undefined {
  if (tensor?.dtype !== "float32") throw new Error(`the model gives no numbers for ${output.name}`);
  const width = tensor.shape.slice(1).reduce((a, b) => a * b, 1);
  const given = tensor.data.subarray(row * width, (row + 1) * width);
  if (!given.every(Number.isFinite)) return undefined;
  return runtimeOf(output).decide(output as never, given) as Decision;
}

function overflow({ name, span }: OutputSpec): RecordProblem {
  return {
    message: `the model comes to no probabilities for ${name}`,
    help: "Its numbers are probably far beyond those that the model was trained on.",
    span,
  };
}
