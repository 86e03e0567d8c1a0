import { resolve } from "node:path";
import type { DataField, DataPlan } from "../../compiler/plan/data-plan.ts";
import type { InputSpec, ModelInterface } from "../../compiler/plan/interface.ts";
import { failure, isRuntimeFailure, type RuntimeFailure } from "../failure.ts";
import { type Cells, cellsOf } from "./cells.ts";
import { type Cell, type Fitted, isCellError, type NumberCell } from "./encoders/define.ts";
import { encoderOf } from "./encoders/index.ts";
import { type FeedRows, rowsFrom } from "./feeds.ts";
import { arrayIn } from "./fields/arrays.ts";
import { fitFill } from "./fields/fill.ts";
import { type FieldFit, transformOf } from "./fields/prepare.ts";
import { fitScaling, scaleRow } from "./fields/scaling.ts";
import { hashFeeds } from "./hash-feeds.ts";
import { createInputWriter, type InputWriter } from "./input-writer.ts";
import { SPLITS, type SplitName } from "./split-names.ts";
import { splitRows } from "./splits.ts";
import { columnsRead, folderOf, openSource } from "./tables/read.ts";
import type { Table } from "./tables/table.ts";
import { targetWriter } from "./targets.ts";

/** The rows of one split, encoded. */
export interface Split {
  readonly rows: number;
  /** What is fed: of all inputs, then the targets of all outputs. */
  readonly feeds: readonly FeedRows[];
  /** SHA-256 over names, shapes and numbers of all feeds. */
  readonly hash: string;
}

export interface Dataset {
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** What was learned from the training rows, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
  /** What the user should know: pictures that were resized, records that were left out. */
  readonly notes: readonly string[];
  /** Which rows of the table each split has, from 0. */
  readonly rows: Readonly<Record<SplitName, readonly number[]>>;
  /** The table that was read. */
  readonly table: Table;
  /** Records that cannot be read, where they are left out. */
  readonly unreadable: readonly Unreadable[];
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
  readonly fitted?: Readonly<Record<string, Fitted>>;
  /** The split that is wanted, where what was learned is known: the others are then without rows. */
  readonly only?: SplitName;
}

/** Rows that are encoded at a time: files are decoded side by side. */
const ABREAST = 64;

/**
 * Reads and encodes all records of a data declaration. They stay in memory.
 *
 * @throws RuntimeFailure about the data
 */
export async function loadDataset(request: DatasetRequest): Promise<Dataset> {
  const { plan, folder } = request;
  const { inputs, outputs } = request.interface;
  const needed = new Set([...inputs, ...outputs].map(({ name }) => name));
  const fields = plan.fields.filter(({ name }) => needed.has(name));
  const source = await openSource(plan, folder);
  const table = await source.read(columnsRead({ fields, split: plan.split }));
  const all = splitRows(plan, table);
  const { only } = request;
  const rows = only === undefined ? all : { train: [], validation: [], test: [], [only]: all[only] };
  // Each split lies in one piece.
  const order = SPLITS.flatMap((split) => rows[split]);
  const faults = new Map<number, RuntimeFailure>();
  const fault = (place: number, error: RuntimeFailure) => {
    if (plan.unreadable === "stop") throw error;
    if (!faults.has(place)) faults.set(place, error);
  };

  const fitted: Record<string, FieldFit> = {};
  const writers: InputWriter[] = [];
  for (const input of inputs) {
    const field = fieldOf(plan, input.name);
    const array = await arrayOf(field, plan, folder, table);
    const known = request.fitted?.[input.name];
    const fit: FieldFit = known ?? fitFill(field, input, table, rows.train);
    const cells = cellsOf({ table, field, input, fit, array });
    const learned = known ?? { ...(await learn(input, cells, rows.train)), ...fit };
    const encoder = encoderOf(input).open(input, learned);
    const writer = createInputWriter(input, encoder, order.length, { shared: true });
    await writeAll(writer, cells, order, fault);
    fitted[input.name] = learned;
    writers.push(writer);
  }
  const inputFeeds = writers.flatMap(({ feeds }) => feeds);
  requireSomething(inputs, inputFeeds, (i) => table.nameOf(order[i]!), plan, fault);
  const targets = outputs.map((output) => {
    const writer = targetWriter(table, fieldOf(plan, output.name), output, order.length);
    order.forEach((row, place) => {
      try {
        writer.write(place, row);
      } catch (error) {
        if (!isRuntimeFailure(error)) throw error;
        fault(place, error);
      }
    });
    return writer.feed;
  });

  // Records that cannot be read are gone before anything is fitted to numbers.
  const kept = order.flatMap((_, place) => (faults.has(place) ? [] : [place]));
  const partOf = partsOf(rows);
  const counts: Record<SplitName, number> = { train: 0, validation: 0, test: 0 };
  for (const place of kept) counts[partOf(place)]++;
  if (only === undefined && counts.train === 0) {
    const message = `${plan.name} has no training rows that can be read`;
    const [first] = faults.values();
    throw failure("split-empty", { message, help: first?.message ?? "" }, { span: plan.split.span });
  }
  const feeds = [...inputFeeds, ...targets].map((feed) => compacted(feed, kept, order.length));
  for (const input of inputs) {
    if (transformOf(fieldOf(plan, input.name), "standardise") === undefined) continue;
    const scaling = fitted[input.name]!.scaling ?? fitScaling(input, feeds, counts.train);
    fitted[input.name] = { ...fitted[input.name], scaling };
    for (let row = 0; row < kept.length; row++) scaleRow(input, feeds, scaling, row);
  }

  let from = 0;
  const next = (split: SplitName): Split => {
    const to = from + counts[split];
    const own = feeds.map((feed) => rowsFrom(feed, from, to));
    from = to;
    return { rows: counts[split], feeds: own, hash: hashFeeds(own) };
  };
  // In the order in which they lie.
  const [train, validation, test] = [next("train"), next("validation"), next("test")];
  const rowsKept = (split: SplitName) =>
    kept.flatMap((place) => (partOf(place) === split ? [order[place]!] : []));
  const unreadable = [...faults].map(([place, error]) => ({
    row: order[place]!,
    split: partOf(place),
    failure: error,
  }));
  return {
    splits: { train, validation, test },
    fitted: fitted as Record<string, Fitted>,
    notes: [...table.notes, ...writers.flatMap((writer) => writer.notes()), ...leftOut(unreadable)],
    rows: { train: rowsKept("train"), validation: rowsKept("validation"), test: rowsKept("test") },
    table,
    unreadable,
  };
}

/** The split that a place in the order of the splits belongs to. */
function partsOf(rows: Readonly<Record<SplitName, readonly number[]>>): (place: number) => SplitName {
  const trained = rows.train.length;
  const chosen = trained + rows.validation.length;
  return (place) => (place < trained ? "train" : place < chosen ? "validation" : "test");
}

/** A feed with the rows that are kept, all others gone. */
function compacted(feed: FeedRows, kept: readonly number[], rows: number): FeedRows {
  if (kept.length === rows) return feed;
  const { width, data } = feed;
  kept.forEach((from, to) => void data.copyWithin(to * width, from * width, (from + 1) * width));
  return { ...feed, data: data.subarray(0, kept.length * width) };
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

export function fieldOf(plan: DataPlan, name: string): DataField {
  const field = plan.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`the data declaration ${plan.name} has no field ${name}`);
  return field;
}

/** The array of a field that comes from `rows(…)`, which has an entry for each row where it does not say which. */
async function arrayOf(
  { source, span, name }: DataField,
  plan: DataPlan,
  project: string,
  table: Table,
): Promise<NumberCell | undefined> {
  if (source.kind !== "rows") return undefined;
  const array = await arrayIn(resolve(folderOf(plan, project), source.path), source.tensor, span);
  const [count] = array.shape;
  if (source.at !== undefined || count === table.rows) return array;
  const message = `${source.path} has ${count} entries for ${name}, and the table ${table.rows} rows`;
  const help = "Write an entry for each row, or say with `at:` which column tells the entry.";
  throw failure("cell-invalid", { message, help }, { span });
}

/** What an encoder learns from the training rows: files are read only where their texts are learned from. */
async function learn(input: InputSpec, cells: Cells, rows: readonly number[]): Promise<Fitted> {
  const encoder = encoderOf(input);
  if (!LEARN.has(input.modality)) return encoder.fit([], input);
  const known: Cell[] = [];
  for (const row of rows) {
    try {
      const cell = await cells.at(row);
      if (cell !== undefined) known.push(cell);
    } catch (error) {
      // It is told when the row is encoded.
      if (!isCellError(error) && !isRuntimeFailure(error)) throw error;
    }
  }
  return encoder.fit(known, input);
}

const LEARN: ReadonlySet<string> = new Set(["text", "tabular"]);

async function writeAll(
  writer: InputWriter,
  cells: Cells,
  order: readonly number[],
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
  for (let from = 0; from < order.length; from += ABREAST) {
    const faults = await Promise.all(order.slice(from, from + ABREAST).map((row, i) => write(row, from + i)));
    // The first row in the table's order is told, not the one that happened to fail first.
    faults.forEach((error, i) => {
      if (error !== undefined) fault(from + i, error);
    });
  }
}

/** A record in which every input is absent says nothing. */
function requireSomething(
  inputs: readonly InputSpec[],
  feeds: readonly FeedRows[],
  nameOf: (place: number) => string,
  plan: DataPlan,
  fault: (place: number, error: RuntimeFailure) => void,
): void {
  if (!inputs.every(({ optional }) => optional)) return;
  const presence = inputs.map((input) => feeds.find(({ name }) => name === input.presence));
  const rows = presence[0]?.data.length ?? 0;
  for (let row = 0; row < rows; row++) {
    if (presence.some((feed) => feed?.data[row] === 1)) continue;
    const message = `${nameOf(row)}: every input is empty`;
    const help = "Leave the record out of the table.";
    fault(row, failure("cell-missing", { message, help }, { span: plan.fromSpan }));
  }
}
