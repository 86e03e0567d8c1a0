import type { InputSpec } from "../../compiler/plan/interface.ts";
import { type Cell, cellError, type Lengths, type OpenEncoder } from "./encoders/define.ts";
import { allocate, type FeedRows, inputFeeds } from "./feeds.ts";
import { type Scaling, scaleRow } from "./fields/scaling.ts";

/** Encodes the cells of one input into the arrays that are fed for it. */
export interface InputWriter {
  readonly feeds: readonly FeedRows[];
  /**
   * Writes one row; undefined where the record has nothing for the input.
   *
   * @throws CellError
   */
  write(row: number, cell: Cell | undefined): void | Promise<void>;
  notes(): readonly string[];
}

/** Memory for so many rows of an input, all absent, and what fills it. */
export function createInputWriter(
  input: InputSpec,
  encoder: OpenEncoder,
  rows: number,
  scaling?: Scaling,
): InputWriter {
  const feeds = inputFeeds(input).map((spec) => allocate(spec, rows));
  const parts = feeds.slice(0, input.parts.length);
  const lengthFeeds = feeds.slice(parts.length, parts.length + Object.keys(input.lengths).length);
  const presence = feeds[parts.length + lengthFeeds.length];

  const finish = (row: number, lengths: Lengths) => {
    lengths.forEach((length, axis) => {
      lengthFeeds[axis]!.data[row] = length;
    });
    if (presence !== undefined) presence.data[row] = 1;
    if (scaling !== undefined) scaleRow(input, feeds, scaling, row);
  };

  return {
    feeds,
    write(row, cell) {
      if (cell === undefined) {
        if (input.optional) return;
        throw cellError(
          "it is empty",
          "Give a value, leave the record out, or declare the input `optional`.",
        );
      }
      const into = parts.map(({ data, width }) => data.subarray(row * width, (row + 1) * width));
      const lengths = encoder.encode(cell, into);
      if (lengths instanceof Promise) return lengths.then((known) => finish(row, known));
      finish(row, lengths);
    },
    notes: () => encoder.notes?.() ?? [],
  };
}
