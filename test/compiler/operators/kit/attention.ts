/** Attention by plain loops. */
import { add, affine, type Grid, type Nested, type Row, softmax, table } from "./arrays.ts";

export type Weights = Readonly<Record<string, Nested>>;

/** Each query's gatherings from the places of one record, head by head. */
export function attention(queries: Grid, places: Grid, heads: number, weights: Weights): Grid {
  const map = (name: string, xs: Grid) =>
    xs.map((x) => affine(x, weights[`${name}_kernel`] as Grid, weights[`${name}_bias`] as Row));
  const [asked, keys, contents] = [map("query", queries), map("key", places), map("value", places)];
  const share = asked[0]!.length / heads;
  const gathered = asked.map((query) =>
    table(heads, (h) => {
      const own = (row: Row) => row.slice(h * share, (h + 1) * share);
      const scores = keys.map((key) => add(own(query).map((v, i) => v * own(key)[i]!)) / Math.sqrt(share));
      const chances = softmax(scores);
      return table(share, (i) => add(chances.map((chance, k) => chance * own(contents[k]!)[i]!)));
    }).flat(),
  );
  return map("output", gathered);
}

const zeros = (rows: number, columns: number): Grid => table(rows, () => Array(columns).fill(0) as number[]);

const identity = (size: number): Grid => table(size, (i) => table(size, (j) => (i === j ? 1 : 0)));

/** Weights under which all keys are equal and values come out as they go in. */
export const EQUAL_KEYS = (channels: number): Weights => ({
  key_kernel: zeros(channels, channels),
  value_kernel: identity(channels),
  value_bias: zeros(1, channels)[0]!,
  output_kernel: identity(channels),
  output_bias: zeros(1, channels)[0]!,
});
