import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { DataPlan } from "../../compiler/plan/data-plan.ts";
import type { ModelInterface } from "../../compiler/plan/interface.ts";
import { failure, type RuntimeFailure } from "../failure.ts";
import { createRowEncoder, feedsOfRows } from "./encode-rows.ts";
import type { Fitted } from "./encoders/define.ts";
import type { FeedRows } from "./feeds.ts";
import { type FieldFit, transformOf } from "./fields/prepare.ts";
import { scaleRow, scalingLearner } from "./fields/scaling.ts";
import { fitInputs } from "./fit-inputs.ts";
import { hashFeeds } from "./hash-feeds.ts";
import { readInputs } from "./read-inputs.ts";
import { fileStore, memoryStore, needsFile, type Room } from "./row-store.ts";
import { closeRowsFile, readFeed } from "./rows-file.ts";
import { SPLITS, type SplitName } from "./split-names.ts";
import { splitRows } from "./splits.ts";
import type { StoredRows } from "./stored-rows.ts";
import { readAll } from "./tables/collect.ts";
import { columnsOfSplit, columnsRead, openSource } from "./tables/read.ts";
import { replaying } from "./tables/replay.ts";
import type { Table } from "./tables/table.ts";

/** The rows of one split, encoded. */
export interface Split {
  readonly rows: number;
  /**
   * What is fed: of all inputs, then the targets of all outputs. Where the rows lie in a file, the numbers of a feed are
   * read whenever they are asked for.
   */
  readonly feeds: readonly FeedRows[];
  /** Where the rows lie. */
  readonly stored: StoredRows;
  /** SHA-256 over names, shapes and numbers of all feeds. */
  readonly hash: string;
}

export interface Dataset {
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** What was learned from the training rows, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
  /** What the user should know: pictures that were resized, records that were left out. */
  readonly notes: readonly string[];
  /** What of it is about the table. */
  readonly tableNotes: readonly string[];
  /** Which rows of the table each split has, from 0. */
  readonly rows: Readonly<Record<SplitName, readonly number[]>>;
  /** The table, of whose columns there are those by which it was split; all where its cells were asked for. */
  readonly table: Table;
  /** Records that cannot be read, where they are left out. */
  readonly unreadable: readonly Unreadable[];
  /** Gives back what lies outside of memory. */
  close(): void;
}

/** A record that cannot be read. */
export interface Unreadable {
  readonly row: number;
  readonly split: SplitName;
  readonly failure: RuntimeFailure;
}

export interface DatasetRequest {
  readonly plan: DataPlan;
  readonly interface: Pick<ModelInterface, "inputs" | "outputs">;
  /** The project folder: spans name files below it. */
  readonly folder: string;
  /** What was learned when the model was trained; learned from the training rows where it is left out. */
  readonly fitted?: Readonly<Record<string, Fitted>> | undefined;
  /** The split that is wanted, where what was learned is known: the others are then without rows. */
  readonly only?: SplitName | undefined;
  /** Whether the cells of the table stay in memory, to be shown. */
  readonly cells?: boolean | undefined;
  /** Where the encoded rows may lie; a quarter of the machine's memory, and beyond it the system's temporary folder. */
  readonly room?: Partial<Room> | undefined;
}

/** The part of rows of other splits than the one that is wanted. */
const NOT_WANTED = SPLITS.length;

/** The memory that encoded rows may take, in bytes: a quarter of what this process may have. */
function quarterOfMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return Math.min(limit > 0 ? limit : Number.POSITIVE_INFINITY, totalmem()) / 4;
}

/**
 * Reads and encodes all records of a data declaration, some at a time. What of them stays in memory beside the encoded
 * rows, if those have room there, is a few bytes each.
 *
 * @throws RuntimeFailure about the data
 */
export async function loadDataset(request: DatasetRequest): Promise<Dataset> {
  const { plan, folder } = request;
  const { outputs } = request.interface;
  const needed = new Set([...request.interface.inputs, ...outputs].map(({ name }) => name));
  const fields = plan.fields.filter(({ name }) => needed.has(name));
  const source = await openSource(plan, folder);
  const columns = columnsRead({ fields, split: plan.split });
  const stream = replaying(() => source.stream(columns));
  const kept = request.cells ? columns.map(({ name }) => name) : columnsOfSplit(plan.split);
  const index = await readAll(stream(), kept);
  const all = splitRows(plan, index);
  const { only } = request;
  const parts = only === undefined ? all : { train: [], validation: [], test: [], [only]: all[only] };
  const partOf = new Uint8Array(index.rows).fill(NOT_WANTED);
  for (const [number, split] of SPLITS.entries()) for (const row of parts[split]) partOf[row] = number;

  const inputs = await readInputs(request.interface.inputs, plan, folder, index.rows);
  const isTraining = (row: number) => SPLITS[partOf[row]!] === "train";
  const unknown = inputs.filter(({ input }) => request.fitted?.[input.name] === undefined);
  const fitted = { ...(await fitInputs(unknown, stream, isTraining)), ...request.fitted };

  const specs = feedsOfRows({ inputs, outputs });
  const room = { memory: quarterOfMemory(), folder: join(tmpdir(), "fusewire"), ...request.room };
  const inFile = needsFile(specs, index.rows, room);
  const stores = SPLITS.map((split) =>
    inFile ? fileStore(specs, room) : memoryStore(specs, parts[split].length),
  );
  const close = () => {
    for (const store of stores) {
      const stored = store.stored();
      if (stored.kind === "file") closeRowsFile(stored);
    }
  };

  try {
    const encoder = createRowEncoder({ plan, inputs, outputs, fitted });
    const scaled = inputs
      .filter(({ field }) => transformOf(field, "standardise") !== undefined)
      .map(({ input }) => ({ input, learner: scalingLearner(input) }));
    const taken = SPLITS.map((): number[] => []);
    const unreadable: Unreadable[] = [];
    const table = stream();
    for await (const chunk of table.chunks) {
      const wanted = Array.from({ length: chunk.rows }, (_, row) => row).filter(
        (row) => partOf[(chunk.first ?? 0) + row] !== NOT_WANTED,
      );
      for await (const { feeds, rows, faults } of encoder.encode(chunk, wanted)) {
        const places = SPLITS.map((): number[] => []);
        for (const [place, row] of rows.entries()) {
          const part = partOf[row]!;
          const fault = faults.get(place);
          if (fault !== undefined) unreadable.push({ row, split: SPLITS[part]!, failure: fault });
          else {
            places[part]!.push(place);
            taken[part]!.push(row);
            // Records that cannot be read are gone before anything is fitted to numbers.
            if (isTraining(row)) for (const { learner } of scaled) learner.add(feeds, place);
          }
        }
        stores.forEach((store, part) => void store.append(feeds, Uint32Array.from(places[part]!)));
      }
    }
    const rows = Object.fromEntries(SPLITS.map((split, i) => [split, taken[i]!])) as Record<
      SplitName,
      number[]
    >;
    if (only === undefined && rows.train.length === 0) {
      const message = `${plan.name} has no training rows that can be read`;
      throw failure(
        "split-empty",
        { message, help: unreadable[0]?.failure.message ?? "" },
        { span: plan.split.span },
      );
    }

    const scalings = scaled.map(({ input, learner }) => {
      const known = request.fitted?.[input.name] as FieldFit | undefined;
      return { input, scaling: known?.scaling ?? learner.fitted() };
    });
    const splits = stores.map((store): Split => {
      const hash = hashFeeds(specs);
      store.revise((feeds, rows) => {
        for (const { input, scaling } of scalings)
          for (let row = 0; row < rows; row++) scaleRow(input, feeds, scaling, row);
        hash.add(feeds);
        return scalings.length > 0;
      });
      const stored = store.stored();
      return { rows: store.rows(), feeds: feedsIn(stored), stored, hash: hash.digest(store.rows()) };
    });
    const [train, validation, test] = splits as [Split, Split, Split];
    const tableNotes = table.notes();
    return {
      splits: { train, validation, test },
      fitted: {
        ...fitted,
        ...Object.fromEntries(
          scalings.map(({ input, scaling }) => [input.name, { ...fitted[input.name], scaling }]),
        ),
      },
      notes: [...tableNotes, ...encoder.notes(), ...leftOut(unreadable)],
      tableNotes,
      rows,
      table: index,
      unreadable,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The feeds of stored rows, whose numbers are read from a file whenever they are asked for. */
function feedsIn(stored: StoredRows): readonly FeedRows[] {
  if (stored.kind === "memory") return stored.feeds;
  return stored.feeds.map((feed) => ({
    ...feed,
    get data() {
      return readFeed(stored, feed).data;
    },
  }));
}

/** Records that are left out are told, the first of them one by one. */
const TOLD = 5;

function leftOut(unreadable: readonly Unreadable[]): string[] {
  const count = unreadable.length;
  if (count === 0) return [];
  const causes = unreadable.slice(0, TOLD).map((one) => `left out: ${one.failure.message}`);
  const records = count === 1 ? "1 record cannot be read and is" : `${count} records cannot be read and are`;
  return [`${records} left out`, ...causes];
}
