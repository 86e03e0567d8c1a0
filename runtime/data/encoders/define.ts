import type { InputPart, InputSpec } from "../../../compiler/plan/interface.ts";
import type { NumberArray } from "../../files/bytes.ts";

/**
 * One input of one record before it is encoded: text, the bytes of a picture, numbers with their sizes or nested as
 * deep as the input has axes, or an object with several of these.
 */
export type Cell = string | Uint8Array | NumberCell | readonly unknown[] | Readonly<Record<string, unknown>>;

/** Numbers with their sizes, the last axis running fastest. */
export interface NumberCell {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  /** Whether places beyond the first axis may be cut off: it is time, or points in no order. */
  readonly cuts?: boolean;
}

export function isNumberCell(cell: unknown): cell is NumberCell {
  return typeof cell === "object" && cell !== null && "shape" in cell && "data" in cell;
}

/** A file that a record names, or whose bytes it holds. */
export interface FileContent {
  /** Its path, or nothing. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What an encoder learned from the training rows: plain JSON, stored with the model. */
export type Fitted = Readonly<Record<string, unknown>>;

/** The part of an input's declaration that an encoder needs. */
export type EncodedInput = Pick<InputSpec, "name" | "modality" | "settings" | "parts">;

/** How the records' fields of a modality become numbers. */
export interface Encoder {
  /** Learns from the cells of the training rows, and of no others. */
  fit(cells: Iterable<Cell>, input: EncodedInput): Fitted;
  /** The same for cells that come one after another; nothing where nothing is learned from them. */
  learn?(input: EncodedInput): Learner;
  /** The encoder as it was fitted. */
  open(input: EncodedInput, fitted: Fitted): OpenEncoder;
  /** JSON Schema of the field in a record that is to be predicted. */
  schema(input: EncodedInput): Readonly<Record<string, unknown>>;
  /**
   * The cell that a file holds, where the modality is read from files.
   *
   * @throws CellError
   */
  read?(file: FileContent, input: EncodedInput): Cell | Promise<Cell>;
  /** The cell of a record's field that is a path or the bytes of a file. */
  cellOf?(field: unknown, access: FileAccess, input: EncodedInput): Promise<Cell>;
}

/** Takes the cells of the training rows, one after another. */
export interface Learner {
  add(cell: Cell): void;
  fitted(): Fitted;
}

/** How an encoder learns, from cells one after another or from all at once. */
export const learning = (
  learn: (input: EncodedInput) => Learner,
): Required<Pick<Encoder, "learn" | "fit">> => ({
  learn,
  fit(cells, input) {
    const learner = learn(input);
    for (const cell of cells) learner.add(cell);
    return learner.fitted();
  },
});

export interface OpenEncoder {
  /**
   * Writes a cell's numbers over all of `into`: one array for each part of the input, which has the shape of one row.
   *
   * @returns how many places it fills of each ragged axis, in the order of the axes; those filled alike count once
   * @throws CellError
   */
  encode(cell: Cell, into: readonly NumberArray[]): Lengths | Promise<Lengths>;
  /** What the user should know about all that was encoded so far. */
  notes?(): readonly string[];
}

export type Lengths = readonly number[];

/** Of an input without ragged axes. */
export const FIXED: Lengths = [];

/** Whether records may name files on this machine, and what relative names are relative to. */
export type FileAccess = { readonly folder: string } | "none";

/** A cell that is not what its input asks for. Told on with the row or field it stands in. */
export interface CellError extends Error {
  readonly name: "CellError";
  readonly help: string;
}

/** @param message says what the cell is, so that it can follow `row 3: ` */
export function cellError(message: string, help: string, cause?: unknown): CellError {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name: "CellError" as const, help });
}

export function isCellError(value: unknown): value is CellError {
  return value instanceof Error && value.name === "CellError";
}

/** The only part of an input that is one value. */
export function wholeOf({ name, parts }: EncodedInput): InputPart {
  const [whole, ...others] = parts;
  if (whole === undefined || others.length > 0) throw new Error(`${name} is not one value`);
  return whole;
}

/** A cell as it is quoted in a message. */
export function quoteCell(cell: Cell): string {
  if (cell instanceof Uint8Array) return `${cell.length} bytes`;
  if (isNumberCell(cell)) return `an array of ${cell.shape.join(" × ")}`;
  const text = typeof cell === "string" ? cell : JSON.stringify(cell);
  return text.length > 40 ? `"${text.slice(0, 40)}…"` : `"${text}"`;
}
