import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { isCellError } from "../data/encoders/define.ts";
import { allocate, type FeedRows, outputFeed } from "../data/feeds.ts";
import { runtimeOf } from "../outputs/index.ts";
import { refuseFirst } from "../predict/encode-records.ts";
import type { RecordProblem } from "../predict/problems.ts";

type Row = Readonly<Record<string, unknown>>;

/**
 * What is fed for the outputs of rows that are learned from: each has a field for every output, a text as in a table's
 * cell or what JSON has for it: a number, a list.
 *
 * @throws RuntimeFailure `record-invalid`
 */
export function targetsOf(outputs: readonly OutputSpec[], rows: readonly Row[]): FeedRows[] {
  const feeds = outputs.map((output) => ({
    output,
    feed: allocate(outputFeed(output), rows.length),
    encode: runtimeOf(output).encoder(output as never),
  }));
  const problems = rows.map((row, place) =>
    feeds.flatMap(({ output, feed: { data, width }, encode }): RecordProblem[] => {
      try {
        encode(cellOf(row[output.name]), data.subarray(place * width, (place + 1) * width));
        return [];
      } catch (error) {
        if (!isCellError(error)) throw error;
        return [{ field: output.name, message: error.message, help: error.help }];
      }
    }),
  );
  refuseFirst(problems, 0);
  return feeds.map(({ feed }) => feed);
}

function cellOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
