import { dirname, resolve } from "node:path";
import type { DataField, DataPlan } from "../../compiler/plan/data-plan.ts";
import type { InputSpec, ModelInterface } from "../../compiler/plan/interface.ts";
import { failure } from "../failure.ts";
import { type Cells, columnCells, fileCells } from "./cells.ts";
import type { Cell, Fitted } from "./encoders/define.ts";
import { encoderOf } from "./encoders/index.ts";
import { type FeedRows, rowsFrom } from "./feeds.ts";
import { hashFeeds } from "./hash-feeds.ts";
import { createInputWriter, type InputWriter } from "./input-writer.ts";
import { SPLITS, type SplitName } from "./split-names.ts";
import { splitRows } from "./splits.ts";
import { readTable, type Table } from "./table.ts";
import { encodeTargets } from "./targets.ts";

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
  /** What the encoders learned, by input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
  /** What the user should know: pictures that were resized. */
  readonly notes: readonly string[];
}

export interface DatasetRequest {
  readonly plan: DataPlan;
  readonly interface: Pick<ModelInterface, "inputs" | "outputs">;
  /** The project folder: spans name files below it. */
  readonly folder: string;
  /** What the encoders learned when the model was trained; learned from the training rows where it is left out. */
  readonly fitted?: Readonly<Record<string, Fitted>>;
}

/** Rows that are encoded at a time: pictures are decoded side by side. */
const ABREAST = 64;

/** Where the table of a data declaration lies: relative to the file that declares it. */
function tablePath({ from, fromSpan }: Pick<DataPlan, "from" | "fromSpan">, folder: string): string {
  return resolve(folder, dirname(fromSpan.file), from);
}

/**
 * Reads and encodes all records of a data declaration. They stay in memory.
 *
 * @throws RuntimeFailure about the data
 */
export async function loadDataset(request: DatasetRequest): Promise<Dataset> {
  const { plan, folder } = request;
  const { inputs, outputs } = request.interface;
  const table = await readTable(tablePath(plan, folder), plan.fromSpan, [
    ...plan.fields.map(({ column, span }) => ({ name: column, span })),
    { name: plan.split.column, span: plan.split.span },
  ]);
  const rows = splitRows(plan, table);
  // Each split lies in one piece.
  const order = SPLITS.flatMap((split) => rows[split]);

  const fitted: Record<string, Fitted> = {};
  const feeds: FeedRows[] = [];
  const notes: string[] = [];
  for (const input of inputs) {
    const cells = cellsOf(table, fieldOf(plan, input.name), input);
    const learned = request.fitted?.[input.name] ?? learn(input, cells, rows.train);
    const writer = createInputWriter(input, encoderOf(input).open(input, learned), order.length);
    await writeAll(writer, cells, order);
    fitted[input.name] = learned;
    feeds.push(...writer.feeds);
    notes.push(...writer.notes());
  }
  requireSomething(inputs, feeds, (i) => table.nameOf(order[i]!), plan);
  for (const output of outputs) feeds.push(encodeTargets(table, fieldOf(plan, output.name), output, order));

  let from = 0;
  const next = (split: SplitName): Split => {
    const to = from + rows[split].length;
    const own = feeds.map((feed) => rowsFrom(feed, from, to));
    from = to;
    return { rows: rows[split].length, feeds: own, hash: hashFeeds(own) };
  };
  // In the order in which they lie.
  const [train, validation, test] = [next("train"), next("validation"), next("test")];
  return { splits: { train, validation, test }, fitted, notes };
}

function fieldOf(plan: DataPlan, name: string): DataField {
  const field = plan.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`the data declaration ${plan.name} has no field ${name}`);
  return field;
}

function cellsOf(table: Table, field: DataField, input: InputSpec): Cells {
  const { source } = encoderOf(input);
  if (field.source === source) return source === "file" ? fileCells(table, field) : columnCells(table, field);
  const message = `${input.name} is ${input.modality}, which is read from a ${source}`;
  throw failure(
    "cell-invalid",
    { message, help: `Write ${source}("${field.column}").` },
    { span: field.span },
  );
}

/** Only cells that stand in the table itself are learned from. */
function learn(input: InputSpec, cells: Cells, rows: readonly number[]): Fitted {
  const known: Cell[] = [];
  if (encoderOf(input).source === "column") {
    for (const row of rows) {
      const cell = cells.at(row);
      if (cell !== undefined && !(cell instanceof Promise)) known.push(cell);
    }
  }
  return encoderOf(input).fit(known, input);
}

async function writeAll(writer: InputWriter, cells: Cells, order: readonly number[]): Promise<void> {
  const write = async (row: number, place: number) => {
    const cell = await cells.at(row);
    try {
      await writer.write(place, cell);
    } catch (error) {
      throw cells.failed(row, error);
    }
  };
  for (let from = 0; from < order.length; from += ABREAST) {
    const written = await Promise.allSettled(
      order.slice(from, from + ABREAST).map((row, i) => write(row, from + i)),
    );
    // The first row in the table's order is told, not the one that happened to fail first.
    for (const one of written) if (one.status === "rejected") throw one.reason;
  }
}

/** A record in which every input is absent says nothing. */
function requireSomething(
  inputs: readonly InputSpec[],
  feeds: readonly FeedRows[],
  nameOf: (place: number) => string,
  plan: DataPlan,
): void {
  if (!inputs.every(({ optional }) => optional)) return;
  const presence = inputs.map((input) => feeds.find(({ name }) => name === input.presence));
  const rows = presence[0]?.data.length ?? 0;
  for (let row = 0; row < rows; row++) {
    if (presence.some((feed) => feed?.data[row] === 1)) continue;
    const message = `${nameOf(row)}: every input is empty`;
    throw failure(
      "cell-missing",
      { message, help: "Leave the record out of the table." },
      { span: plan.fromSpan },
    );
  }
}
