import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { InputSpec } from "../../compiler/plan/interface.ts";
import { type Cell, type FileAccess, type Fitted, isCellError } from "../data/encoders/define.ts";
import type { EncoderOf } from "../data/encoders/portable.ts";
import type { FeedRows } from "../data/feeds.ts";
import { type FieldFit, preparedField } from "../data/fields/prepare.ts";
import { createInputWriter, type InputWriter } from "../data/input-writer.ts";
import { type RecordProblem, recordFailure } from "./problems.ts";

/** What the encoding of records needs to know. */
export interface EncodingParts {
  readonly compiled: Pick<CompiledModel, "interface" | "training">;
  /** What the encoders learned when the model was trained, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
  readonly encoderOf: EncoderOf;
}

/**
 * Encodes records whose form has been checked, as what is fed for all inputs. `from` is the place of the first among
 * all records that were given.
 *
 * @throws RuntimeFailure `record-invalid`
 */
export type EncodeRecords = (
  records: readonly unknown[],
  from: number,
  files: FileAccess,
) => Promise<FeedRows[]>;

/** The field of one input in a record, as a cell. */
interface Reader {
  readonly input: InputSpec;
  /** Undefined where the record has nothing for the input. */
  read(record: Readonly<Record<string, unknown>>, files: FileAccess): Promise<Cell | undefined>;
  writer(rows: number): InputWriter;
}

/** @throws RuntimeFailure `modality-unsupported` */
export function createRecordEncoder({
  compiled: { interface: face, training },
  fitted,
  encoderOf,
}: EncodingParts): EncodeRecords {
  const readers = face.inputs.map((input): Reader => {
    const encoder = encoderOf(input);
    const open = encoder.open(input, fitted[input.name] ?? {});
    const field = training?.data.fields.find(({ name }) => name === input.name);
    const fit: FieldFit = fitted[input.name] ?? {};
    return {
      input,
      async read(record, files) {
        if (!Object.hasOwn(record, input.name)) return undefined;
        const value = record[input.name];
        const prepared = preparedField(value, field, input, fit);
        return prepared ?? (await encoder.cellOf?.(value, files, input)) ?? (value as Cell);
      },
      writer: (rows) => createInputWriter(input, open, rows, fit.scaling),
    };
  });

  return async (records, from, files) => {
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
    return writers.flatMap((writer) => writer.feeds);
  };
}

/** @throws RuntimeFailure `record-invalid` for the first record that has a problem */
export function refuseFirst(problems: readonly (readonly RecordProblem[])[], from: number): void {
  const [first, ...others] = problems.flatMap((of, row) => (of.length > 0 ? [row] : []));
  if (first !== undefined) {
    throw recordFailure(
      from + first,
      problems[first]!,
      others.map((row) => from + row),
    );
  }
}
