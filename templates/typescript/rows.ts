import { type Column, tensorsOf } from "./columns.ts";
import { columnsOf, type State } from "./model.ts";
import type { Training } from "./step.ts";
import * as tf from "./tf.ts";

/** Rows as the numbers of tensors, inputs and targets. */
export interface Rows {
  readonly count: number;
  readonly columns: readonly Column[];
}

/** Learns of the inputs what is not known yet. */
export function learn<I extends object, O extends object, Values>(
  training: Training<I, O, Values>,
  state: State,
  rows: readonly I[],
): void {
  const names = Object.keys(training.inputs) as (keyof I & string)[];
  const known = names.map((name) => {
    const values = rows.flatMap((row) => (Object.hasOwn(row, name) ? [row[name]] : []));
    return [name, state.learned[name] ?? training.inputs[name].learn(values as never)] as const;
  });
  state.learned = Object.fromEntries(known);
}

export function encodeRows<I extends object, O extends object, Values>(
  training: Training<I, O, Values>,
  state: State,
  rows: readonly I[],
): Rows {
  return {
    count: rows.length,
    columns: [...columnsOf(training, state, rows), ...targetsOf(training, rows)],
  };
}

/** Some rows at a time as tensors, which live until the next ones are asked for, and how many rows they are. */
export function* batchesOf(
  { columns, count }: Rows,
  batch: number,
  order: Uint32Array = Uint32Array.from({ length: count }, (_, row) => row),
): Generator<readonly [feeds: Readonly<Record<string, tf.Tensor>>, count: number]> {
  for (let from = 0; from < count; from += batch) {
    const some = order.subarray(from, from + batch);
    const feeds = tensorsOf(columns, some);
    try {
      yield [feeds, some.length];
    } finally {
      tf.dispose(feeds);
    }
  }
}

function targetsOf<O extends object>(
  { outputs }: Pick<Training<object, O, unknown>, "outputs">,
  rows: readonly object[],
): Column[] {
  return (Object.keys(outputs) as (keyof O & string)[]).map((name) => {
    const { shape, dtype, target } = outputs[name];
    const width = shape.reduce((a, b) => a * b, 1);
    const data = new (dtype === "float32" ? Float32Array : Int32Array)(rows.length * width);
    for (const [i, row] of rows.entries()) {
      if (!Object.hasOwn(row, name)) throw new Error(`row ${i + 1} has no ${name}`);
      data.set(target((row as Record<string, never>)[name] as never), i * width);
    }
    return { name, shape, dtype, data };
  });
}
