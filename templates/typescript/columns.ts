import * as tf from "./tf.ts";

/** The numbers of one tensor for several rows, one row after another. */
export interface Column {
  readonly name: string;
  /** Of one row. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** Numbers in one row. */
export const widthOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Some rows of columns as tensors, by name; of all rows where no order is given. */
export function tensorsOf(columns: readonly Column[], order?: Uint32Array): Record<string, tf.Tensor> {
  return Object.fromEntries(
    columns.map(({ name, shape, dtype, data }) => {
      const width = widthOf(shape);
      const rows = order?.length ?? data.length / width;
      const Values = dtype === "float32" ? Float32Array : Int32Array;
      const values = new Values(rows * width);
      if (order === undefined) values.set(data);
      else {
        for (const [i, row] of order.entries()) {
          values.set(data.subarray(row * width, (row + 1) * width), i * width);
        }
      }
      return [name, tf.tensor(values, [rows, ...shape], dtype)];
    }),
  );
}
