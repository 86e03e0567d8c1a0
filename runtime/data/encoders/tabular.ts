import {
  type Cell,
  cellError,
  type EncodedInput,
  type Encoder,
  FIXED,
  isCellError,
  learning,
  quoteCell,
} from "./define.ts";

/**
 * Rows of a table: a list of numbers and then of categories, as JSON (`[36.6, 80, "left"]`) or separated by
 * semicolons or commas. The values of a column of categories are those of the training rows, the most frequent first,
 * and where equally frequent in the order of their UTF-16 units; any other is the entry before them.
 */
export const tabular: Encoder = {
  ...learning((input) => {
    const { numbers, categories } = columnsOf(input);
    const counts = categories.map(() => new Map<string, number>());
    return {
      add(cell) {
        const row = readableRow(cell, input);
        if (row === undefined) return;
        for (const [column, seen] of counts.entries()) {
          const value = textOf(row[numbers + column]);
          if (value === undefined) continue;
          seen.set(value, (seen.get(value) ?? 0) + 1);
        }
      },
      fitted() {
        const values = counts.map((seen, column) =>
          [...seen]
            .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
            .slice(0, categories[column])
            .map(([value]) => value),
        );
        return { values };
      },
    };
  }),
  open(input, { values }) {
    const { numbers, categories } = columnsOf(input);
    if (!Array.isArray(values)) throw new Error("a fitted encoder of tables has values");
    const entries = categories.map(
      (_, column) => new Map((values[column] as readonly string[]).map((value, i) => [value, i + 1])),
    );
    const starts = categories.map((_, column) =>
      categories.slice(0, column).reduce((sum, size) => sum + size + 1, 0),
    );
    return {
      encode(cell, into) {
        const row = rowOf(cell, input);
        for (let i = 0; i < numbers; i++) into[0]![i] = numberOf(row[i], cell, i);
        const target = into.at(-1)!;
        for (const [column, known] of entries.entries()) {
          const value = categoryOf(row[numbers + column], cell, numbers + column);
          target[column] = starts[column]! + (known.get(value) ?? 0);
        }
        return FIXED;
      },
    };
  },
  schema(input) {
    const { numbers, categories } = columnsOf(input);
    const columns = numbers + categories.length;
    const items = { type: ["number", "string", "boolean"] };
    return { type: "array", items, minItems: columns, maxItems: columns };
  },
};

function columnsOf({ name, settings }: EncodedInput): { numbers: number; categories: readonly number[] } {
  const { numbers, categories } = settings;
  if (typeof numbers === "number" && Array.isArray(categories)) return { numbers, categories };
  throw new Error(`the table ${name} has no columns`);
}

/** A row to learn from; rows that cannot be read are told when they are encoded. */
function readableRow(cell: Cell, input: EncodedInput): readonly unknown[] | undefined {
  try {
    return rowOf(cell, input);
  } catch (error) {
    if (isCellError(error)) return undefined;
    throw error;
  }
}

function rowOf(cell: Cell, input: EncodedInput): readonly unknown[] {
  const { numbers, categories } = columnsOf(input);
  const columns = numbers + categories.length;
  const row = typeof cell === "string" ? parsed(cell) : cell;
  if (Array.isArray(row) && row.length === columns) return row;
  const what = Array.isArray(row) ? `has ${row.length} values` : "is no list of values";
  throw cellError(
    `${quoteCell(cell)} ${what}`,
    `Give ${columns} values: ${numbers} numbers, then ${categories.length} categories.`,
  );
}

function parsed(text: string): unknown {
  if (!text.trimStart().startsWith("[")) return text.split(/[,;]/).map((word) => word.trim());
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What there is to do where some records lack some numbers: nothing is put in their place unasked. */
const EMPTY_NUMBER =
  "Fill empty numbers with `|> fill(mean)`, leave such records out with `unreadable: skip`, or make the number an `optional input` of its own, which a record may lack.";

function numberOf(value: unknown, cell: Cell, column: number): number {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  const stored = typeof number === "number" ? Math.fround(number) : Number.NaN;
  if (Number.isFinite(stored)) return stored;
  const isEmpty = value === undefined || value === null || value === "";
  throw cellError(
    `${quoteCell(cell)} has no number in column ${column + 1}${isEmpty ? ": it is empty" : ""}`,
    isEmpty ? EMPTY_NUMBER : "The columns of numbers come first.",
  );
}

function categoryOf(value: unknown, cell: Cell, column: number): string {
  const text = textOf(value);
  if (text !== undefined) return text;
  throw cellError(
    `${quoteCell(cell)} has no category in column ${column + 1}`,
    "Give a text, a number, true or false.",
  );
}

const textOf = (value: unknown): string | undefined =>
  ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
