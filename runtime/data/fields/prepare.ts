import { dateOf, datePartsOf } from "../../../compiler/data/moments.ts";
import type { DataField, FieldSource, Transform } from "../../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../../compiler/plan/interface.ts";
import { onClock } from "../decoders/readings.ts";
import {
  type Cell,
  cellError,
  type EncodedInput,
  type NumberCell,
  quoteCell,
  wholeOf,
} from "../encoders/define.ts";
import { transformed } from "../transforms.ts";
import type { Scaling } from "./scaling.ts";

/** What was fitted to a field beside what its encoder learned: plain JSON, kept with it. */
export interface FieldFit {
  /** What stands for empty cells, column by column. */
  readonly fill?: readonly number[];
  readonly scaling?: Scaling;
}

type Only<K extends Transform["kind"]> = Extract<Transform, { kind: K }>;

export function transformOf<K extends Transform["kind"]>(
  field: DataField | undefined,
  kind: K,
): Only<K> | undefined {
  return field?.transforms.find((one): one is Only<K> => one.kind === kind);
}

/**
 * A text cell as its field has it: changed, and a date as numbers where that is declared.
 *
 * @throws CellError
 */
export function preparedText(text: string, field: DataField | undefined): Cell {
  const changed = transformed(text, field?.transforms ?? []);
  const date = transformOf(field, "date");
  if (date === undefined) return changed;
  const moment = dateOf(changed);
  if (moment === undefined) {
    throw cellError(`${quoteCell(changed)} is no date`, "Write dates as 2024-05-31 or 2024-05-31 14:30:00.");
  }
  const data = date.parts.flatMap((part) => datePartsOf(moment, part));
  return { shape: [data.length], data };
}

/** How many of the columns of a field hold numbers: they come first. */
export function numbersIn({ settings }: Pick<EncodedInput, "settings">, columns: number): number {
  return typeof settings.numbers === "number" ? settings.numbers : columns;
}

/**
 * The cells of several columns as one: numbers and then categories. An empty number is what was fitted for it, and an
 * empty category is a category of its own.
 *
 * @throws CellError
 */
export function preparedColumns(
  cells: readonly unknown[],
  field: DataField | undefined,
  input: Pick<EncodedInput, "settings">,
  { fill }: FieldFit,
): readonly unknown[] {
  const numbers = numbersIn(input, cells.length);
  const nameOf = (i: number) =>
    (field?.source.kind === "columns" ? field.source.columns[i] : undefined) ?? i + 1;
  return cells.map((cell, i) => {
    const value = typeof cell === "string" ? transformed(cell, field?.transforms ?? []) : cell;
    if (i >= numbers) return value ?? "";
    if (value === null || value === undefined || value === "") {
      const filled = fill?.[i];
      if (filled !== undefined) return filled;
      throw cellError(
        `its column ${nameOf(i)} is empty`,
        "Say what stands for empty numbers, as in `columns([…]) |> fill(mean)`, or leave the record out.",
      );
    }
    const number = Number(value);
    if (Number.isFinite(Math.fround(number))) return number;
    throw cellError(
      `its column ${nameOf(i)} is ${quoteCell(String(value))}, which is no number`,
      "Numbers come first and categories after them. Mend the cell, or declare the column among the categories.",
    );
  });
}

/** Seconds in what times are counted in. */
const SECONDS = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 } as const;

type ReadingsSource = Extract<FieldSource, { kind: "readings" }>;

/**
 * Lists of times and of what was measured then, by column, brought onto the input's clock.
 *
 * @throws CellError
 */
export function preparedReadings(
  lists: Readonly<Record<string, unknown>>,
  { columns, time, unit, gaps, longest }: ReadingsSource,
  input: InputSpec,
): NumberCell {
  const list = (name: string): readonly number[] => {
    const found = lists[name];
    if (Array.isArray(found) && found.every((value) => typeof value === "number")) return found;
    throw cellError(
      `its ${name} is no list of numbers`,
      "Give a list of numbers for each channel and the times.",
    );
  };
  const times = list(time);
  const channels = columns.map(list);
  const uneven = columns.find((_, i) => channels[i]!.length !== times.length);
  if (uneven !== undefined) {
    const [found, wanted] = [channels[columns.indexOf(uneven)]!.length, times.length];
    throw cellError(
      `its ${uneven} has ${found} readings at ${wanted} times`,
      "Give one time for each reading.",
    );
  }
  const start = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  // Less their beginning, large times keep their last digits.
  const seconds = times.map((moment) => (moment - start) * SECONDS[unit]);
  const rate = wholeOf(input).type.axes[0]?.rate;
  if (rate === undefined) throw new Error(`${input.name} has no rate`);
  return onClock({ times: seconds, channels }, { rate, gaps, longest });
}

/**
 * A record's field, treated as the cells of the table were; undefined where nothing was done to them.
 *
 * @throws CellError
 */
export function preparedField(
  value: unknown,
  field: DataField | undefined,
  input: InputSpec,
  fit: FieldFit,
): Cell | undefined {
  if (field === undefined) return undefined;
  const { source } = field;
  if (source.kind === "column" && typeof value === "string") return preparedText(value, field);
  if (source.kind === "columns" && Array.isArray(value)) return preparedColumns(value, field, input, fit);
  if (source.kind === "readings" && typeof value === "object" && value !== null && source.time in value) {
    return preparedReadings(value as Readonly<Record<string, unknown>>, source, input);
  }
  return undefined;
}
