import type { InputSpec, OutputSpec } from "../../compiler/plan/interface.ts";
import { createBatches } from "../data/batches.ts";
import { type Cell, type FileAccess, type Fitted, isCellError } from "../data/encoders/define.ts";
import { encoderOf } from "../data/encoders/index.ts";
import { createInputWriter, type InputWriter } from "../data/input-writer.ts";
import { transformed } from "../data/transforms.ts";
import type { HostTensor, HostTensors } from "../engine/engine.ts";
import type { OpenModel } from "../model/backend.ts";
import { type Decision, runtimeOf } from "../outputs/index.ts";
import { type RecordProblem, recordFailure } from "./problems.ts";
import { recordSchema } from "./record-schema.ts";
import { createRecordCheck } from "./validate.ts";

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

interface PredictorParts {
  readonly model: Pick<OpenModel, "compiled" | "run">;
  /** What the encoders learned when the model was trained, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
  /** Records that are computed at a time. */
  readonly batch?: number;
}

/** The field of one input in a record, as a cell. */
interface Reader {
  readonly input: InputSpec;
  /** Undefined where the record has nothing for the input. */
  read(record: Readonly<Record<string, unknown>>, files: FileAccess): Promise<Cell | undefined>;
  writer(rows: number): InputWriter;
}

/** @throws RuntimeFailure `modality-unsupported` */
export function createPredictor<P extends Prediction = Prediction>({
  model,
  fitted,
  batch = 64,
}: PredictorParts): Predictor<P> {
  const { interface: face, training } = model.compiled;
  const check = createRecordCheck(face, recordSchema(face));

  const readers = face.inputs.map((input): Reader => {
    const encoder = encoderOf(input);
    const open = encoder.open(input, fitted[input.name] ?? {});
    const field = training?.data.fields.find(({ name }) => name === input.name);
    // What was done to the cells of the table is done to those of records; names of files are left as they are.
    const transforms = field?.source === "column" ? field.transforms : [];
    return {
      input,
      async read(record, files) {
        if (!Object.hasOwn(record, input.name)) return undefined;
        const value = record[input.name];
        const cell = encoder.cellOf === undefined ? (value as Cell) : await encoder.cellOf(value, files);
        return typeof cell === "string" ? transformed(cell, transforms) : cell;
      },
      writer: (rows) => createInputWriter(input, open, rows),
    };
  });

  async function encoded(records: readonly unknown[], from: number, files: FileAccess): Promise<HostTensors> {
    const writers = readers.map((reader) => reader.writer(records.length));
    const problems = await Promise.all(
      records.map(async (record, row) => {
        const found: RecordProblem[] = [];
        for (const [i, { input, read }] of readers.entries()) {
          try {
            const cell = await read(record as Readonly<Record<string, unknown>>, files);
            await writers[i]!.write(row, cell);
          } catch (error) {
            if (!isCellError(error)) throw error;
            found.push({ field: input.name, message: error.message, help: error.help, span: input.span });
          }
        }
        return found;
      }),
    );
    refuseFirst(problems, from);
    const feeds = writers.flatMap((writer) => writer.feeds);
    return createBatches(feeds, records.length).gather(0, records.length);
  }

  return {
    async predict(records, { files = "none" } = {}) {
      refuseFirst(records.map(check), 0);
      const predictions: P[] = [];
      for (let from = 0; from < records.length; from += batch) {
        const some = records.slice(from, from + batch);
        const results = await model.run("predict", await encoded(some, from, files));
        for (let row = 0; row < some.length; row++) {
          const decisions = face.outputs.map((output) => {
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

function refuseFirst(problems: readonly (readonly RecordProblem[])[], from: number): void {
  const [first, ...others] = problems.flatMap((of, row) => (of.length > 0 ? [row] : []));
  if (first !== undefined) {
    throw recordFailure(
      from + first,
      problems[first]!,
      others.map((row) => from + row),
    );
  }
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
