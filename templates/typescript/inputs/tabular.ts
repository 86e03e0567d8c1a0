import { type Input, misfit } from "./input.ts";

/** Numbers, then categories. */
export type TableRow = readonly (number | string | boolean)[];

interface TabularOptions {
  readonly name: string;
  /** How many columns of numbers come first, and the name of their tensor where there are any. */
  readonly numbers: number;
  readonly numbersName: string;
  /** For each column of categories, how many of its values are known. */
  readonly categories: readonly number[];
  readonly categoriesName: string;
}

/**
 * Rows of a table. The values of a column of categories are those of the rows trained on, the most frequent first; any
 * other is the entry before them. All columns share one table of entries.
 */
export function tabular({
  name,
  numbers,
  numbersName,
  categories,
  categoriesName,
}: TabularOptions): Input<TableRow> {
  const columns = numbers + categories.length;
  const categoryOf = (row: TableRow, column: number) => String(row[numbers + column]);
  return {
    learn(rows) {
      const values = categories.map((size, column) => {
        const counts = new Map<string, number>();
        for (const row of rows) {
          const value = categoryOf(row, column);
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
        return ranked.slice(0, size).map(([value]) => value);
      });
      return { values };
    },
    columns(rows, { values }) {
      if (!Array.isArray(values)) {
        throw misfit(
          name,
          "its categories are not known yet: train the model, or load weights that were saved with them",
        );
      }
      const measured = new Float32Array(rows.length * numbers);
      const entries = new Int32Array(rows.length * categories.length);
      for (const [i, row] of rows.entries()) {
        if (row === undefined) continue;
        if (row.length !== columns) throw misfit(name, `it takes ${columns} values, not ${row.length}`);
        for (let column = 0; column < numbers; column++) {
          const number = Number(row[column]);
          if (!Number.isFinite(number)) throw misfit(name, `it takes a number in column ${column + 1}`);
          measured[i * numbers + column] = number;
        }
        let start = 0;
        for (const [column, size] of categories.entries()) {
          const known = (values[column] as readonly string[]).indexOf(categoryOf(row, column));
          entries[i * categories.length + column] = start + known + 1;
          start += size + 1;
        }
      }
      const chosen = {
        name: categoriesName,
        shape: [categories.length],
        dtype: "int32",
        data: entries,
      } as const;
      if (numbers === 0) return [chosen];
      return [{ name: numbersName, shape: [numbers], dtype: "float32", data: measured }, chosen];
    },
  };
}
