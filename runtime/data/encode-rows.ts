import type { DataPlan } from "../../compiler/plan/data-plan.ts";
import type { OutputSpec } from "../../compiler/plan/interface.ts";
import { failure, isRuntimeFailure, type RuntimeFailure } from "../failure.ts";
import { type FeedLayout, rowBytesOf } from "./buffers.ts";
import { type Cells, cellsOf } from "./cells.ts";
import type { Fitted } from "./encoders/define.ts";
import { encoderOf } from "./encoders/index.ts";
import { type FeedRows, type FeedSpec, inputFeeds, outputFeed, widthOf } from "./feeds.ts";
import type { FieldFit } from "./fields/prepare.ts";
import { createInputWriter, type InputWriter } from "./input-writer.ts";
import { fieldOf, type ReadInput } from "./read-inputs.ts";
import type { Table } from "./tables/table.ts";
import { targetWriter } from "./targets.ts";

/** What rows are encoded as. */
export interface Encoding {
  readonly plan: DataPlan;
  readonly inputs: readonly ReadInput[];
  readonly outputs: readonly OutputSpec[];
  /** What was learned from the training rows, by input. */
  readonly fitted: Readonly<Record<string, FieldFit & Fitted>>;
}

/** Rows that were encoded. Their memory is used again. */
export interface EncodedRows {
  readonly feeds: readonly FeedRows[];
  /** Their numbers in the table. */
  readonly rows: readonly number[];
  /** Those that cannot be read, by their place among these. */
  readonly faults: ReadonlyMap<number, RuntimeFailure>;
}

export interface RowEncoder {
  /** Encodes rows of a table, some at a time. */
  encode(table: Table, rows: readonly number[]): AsyncIterable<EncodedRows>;
  /** What the user should know of all that was encoded. */
  notes(): readonly string[];
}

/** Rows of one input that are encoded at a time: files are decoded side by side. */
const ABREAST = 64;
/** Bytes of rows that are encoded at a time. */
const AT_ONCE = 1 << 25;
const MOST_AT_ONCE = 2048;

/** What is fed for rows: of all inputs, then the targets of all outputs. */
export const feedsOfRows = ({
  inputs,
  outputs,
}: Pick<Encoding, "inputs" | "outputs">): readonly FeedSpec[] => [
  ...inputs.flatMap(({ input }) => inputFeeds(input)),
  ...outputs.map(outputFeed),
];

const layoutOf = (spec: FeedSpec): FeedLayout => ({ ...spec, width: widthOf(spec) });

/** Encodes rows one after another. Where the declaration says `stop`, the first that cannot be read throws. */
export function createRowEncoder({ plan, inputs, outputs, fitted }: Encoding): RowEncoder {
  const width = rowBytesOf(feedsOfRows({ inputs, outputs }).map(layoutOf));
  const step = Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(AT_ONCE / width)));
  const writers = inputs.map((one) => {
    const fit = fitted[one.input.name]!;
    const writer = createInputWriter(one.input, encoderOf(one.input).open(one.input, fit), step);
    return { ...one, fit, writer };
  });
  const targets = outputs.map((output) => targetWriter(fieldOf(plan, output.name), output, step));
  const inputFeeds = writers.flatMap(({ writer }) => writer.feeds);
  const feeds = [...inputFeeds, ...targets.map(({ feed }) => feed)];

  return {
    async *encode(table, wanted) {
      const cells = writers.map((one) => cellsOf({ table, ...one }));
      const writeTargets = targets.map((target) => target.open(table));
      for (let from = 0; from < wanted.length; from += step) {
        const rows = wanted.slice(from, from + step);
        const faults = new Map<number, RuntimeFailure>();
        const fault = (place: number, error: RuntimeFailure) => {
          if (plan.unreadable === "stop") throw error;
          if (!faults.has(place)) faults.set(place, error);
        };
        for (const { data } of feeds) data.fill(0);
        for (const [i, { writer }] of writers.entries()) await writeAll(writer, cells[i]!, rows, fault);
        requireSomething(inputs, inputFeeds, rows, table.nameOf, plan, fault);
        for (const write of writeTargets) {
          for (const [place, row] of rows.entries()) {
            try {
              write(place, row);
            } catch (error) {
              if (!isRuntimeFailure(error)) throw error;
              fault(place, error);
            }
          }
        }
        yield { feeds, rows: rows.map((row) => (table.first ?? 0) + row), faults };
      }
    },
    notes: () => writers.flatMap(({ writer }) => writer.notes()),
  };
}

async function writeAll(
  writer: InputWriter,
  cells: Cells,
  rows: readonly number[],
  fault: (place: number, error: RuntimeFailure) => void,
): Promise<void> {
  const write = async (row: number, place: number): Promise<RuntimeFailure | undefined> => {
    try {
      await writer.write(place, await cells.at(row));
      return undefined;
    } catch (error) {
      return isRuntimeFailure(error) ? error : cells.failed(row, error);
    }
  };
  for (let first = 0; first < rows.length; first += ABREAST) {
    const some = rows.slice(first, first + ABREAST);
    const faults = await Promise.all(some.map((row, i) => write(row, first + i)));
    // The first row in the table's order is told, not the one that happened to fail first.
    faults.forEach((error, i) => {
      if (error !== undefined) fault(first + i, error);
    });
  }
}

/** A record in which every input is absent says nothing. */
function requireSomething(
  inputs: readonly ReadInput[],
  feeds: readonly FeedRows[],
  rows: readonly number[],
  nameOf: (row: number) => string,
  plan: DataPlan,
  fault: (place: number, error: RuntimeFailure) => void,
): void {
  if (!inputs.every(({ input }) => input.optional)) return;
  const presence = inputs.map(({ input }) => feeds.find(({ name }) => name === input.presence));
  for (const [place, row] of rows.entries()) {
    if (presence.some((feed) => feed?.data[place] === 1)) continue;
    const message = `${nameOf(row)}: every input is empty`;
    const help = "Leave the record out of the table.";
    fault(place, failure("cell-missing", { message, help }, { span: plan.fromSpan }));
  }
}
