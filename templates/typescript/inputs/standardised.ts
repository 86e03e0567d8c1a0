import type { Column } from "../columns.ts";
import type { Input } from "./input.ts";

/** By how much each channel is shifted and scaled. */
interface Scaling {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** How many numbers of a row are its own and no padding. */
function filled({ shape, data }: Column, rows: number, lengths: Column | undefined, row: number): number {
  const width = data.length / rows;
  return lengths === undefined ? width : ((lengths.data[row] ?? 0) * width) / (shape[0] ?? 1);
}

/**
 * An input whose numbers are less their mean and divided by their standard deviation, channel by channel, by the rows that
 * are trained on. A channel that is always the same is only shifted.
 *
 * @param names of the tensors that are measured
 * @param length name of the tensor that says how much of the first axis a row fills
 */
export function standardised<T>(input: Input<T>, names: readonly string[], length?: string): Input<T> {
  return {
    learn(values) {
      const learned = input.learn(values);
      const columns = input.columns(values, learned);
      const lengths = columns.find(({ name }) => name === length);
      const scaling = columns
        .filter(({ name }) => names.includes(name))
        .map((column) => [column.name, scalingOf(column, values.length, lengths)] as const);
      return { ...learned, scaling: Object.fromEntries(scaling) };
    },
    columns(values, learned) {
      const columns = input.columns(values, learned);
      const lengths = columns.find(({ name }) => name === length);
      const all = learned.scaling as Readonly<Record<string, Scaling>> | undefined;
      for (const column of columns) {
        const { name, data } = column;
        if (!names.includes(name)) continue;
        const scaling = all?.[name];
        if (scaling === undefined) {
          throw new Error(
            `${name}: its scale is not known yet: train the model, or load weights that were saved with it`,
          );
        }
        const { mean, deviation } = scaling;
        const width = data.length / values.length;
        for (const [row, value] of values.entries()) {
          const count = value === undefined ? 0 : filled(column, values.length, lengths, row);
          for (let i = 0; i < count; i++) {
            const place = row * width + i;
            const channel = i % mean.length;
            data[place] = (data[place]! - mean[channel]!) / deviation[channel]!;
          }
        }
      }
      return columns;
    },
  };
}

function scalingOf(column: Column, rows: number, lengths: Column | undefined): Scaling {
  const { shape, data } = column;
  const channels = shape.at(-1) ?? 1;
  const width = data.length / rows;
  const counts = new Float64Array(channels);
  const mean = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let row = 0; row < rows; row++) {
    const count = filled(column, rows, lengths, row);
    for (let i = 0; i < count; i++) {
      const channel = i % channels;
      const value = data[row * width + i]!;
      const step = value - mean[channel]!;
      counts[channel]!++;
      mean[channel]! += step / counts[channel]!;
      squares[channel]! += step * (value - mean[channel]!);
    }
  }
  const deviation = Array.from(squares, (sum, i) => Math.sqrt(sum / Math.max(1, counts[i]!)) || 1);
  return { mean: [...mean], deviation };
}
