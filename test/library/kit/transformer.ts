/** Layers of transformers by plain loops, of one record at a time, with the weights below a path. */
import { erf } from "../../compiler/graph/kit/rules/elementwise.ts";
import {
  affine,
  average,
  type Grid,
  type Nested,
  type Row,
  table,
} from "../../compiler/operators/kit/arrays.ts";
import { attention } from "../../compiler/operators/kit/attention.ts";

export type Weights = Readonly<Record<string, Nested>>;

/** The weights below a path, by their names below it. */
export const below = (weights: Weights, path: string): Weights =>
  Object.fromEntries(
    Object.entries(weights).flatMap(([name, value]) =>
      name.startsWith(path) ? [[name.slice(path.length), value] as const] : [],
    ),
  );

export const plus = (...xs: readonly Grid[]): Grid =>
  xs[0]!.map((row, i) => row.map((_, c) => xs.reduce((sum, x) => sum + x[i]![c]!, 0)));

export const dense = (x: Grid, weights: Weights, path = ""): Grid => {
  const kernel = weights[`${path}kernel`] as Grid;
  const bias = (weights[`${path}bias`] ?? kernel[0]!.map(() => 0)) as Row;
  return x.map((row) => affine(row, kernel, bias));
};

export function layerNorm(x: Grid, weights: Weights): Grid {
  const [scale, offset] = [weights.scale as Row, weights.offset as Row];
  return x.map((row) => {
    const mean = average(row);
    const variance = average(row.map((v) => (v - mean) ** 2));
    return row.map((v, c) => ((v - mean) / Math.sqrt(variance + 1e-3)) * scale[c]! + offset[c]!);
  });
}

const gelu = (v: number) => 0.5 * v * (1 + erf(v * Math.SQRT1_2));

export function fedForward(x: Grid, weights: Weights): Grid {
  const normalised = layerNorm(x, below(weights, "layer_norm/"));
  const hidden = dense(normalised, weights, "FeedForward/dense/").map((row) => row.map(gelu));
  return plus(x, dense(hidden, weights, "FeedForward/dense_2/"));
}

export function transformerLayer(x: Grid, heads: number, weights: Weights): Grid {
  const gathered = below(weights, "gathered/");
  const normalised = layerNorm(x, below(gathered, "layer_norm/"));
  const looked = attention(normalised, normalised, heads, below(gathered, "self_attention/"));
  return fedForward(plus(x, looked), weights);
}

/** A layer's path among several of one name. */
export const nth = (name: string, i: number): string => `${name}${i === 0 ? "" : `_${i + 1}`}/`;

export function encoder(x: Grid, layers: number, heads: number, weights: Weights): Grid {
  const last = table(layers, (i) => i).reduce(
    (y, i) => transformerLayer(y, heads, below(weights, nth("TransformerLayer", i))),
    x,
  );
  return layerNorm(last, below(weights, "layer_norm/"));
}

export function crossLayer(x: Grid, context: Grid, heads: number, weights: Weights): Grid {
  const own = below(weights, "looked/");
  const looked = attention(
    layerNorm(x, below(own, "layer_norm/")),
    layerNorm(context, below(own, "layer_norm_2/")),
    heads,
    below(own, "cross_attention/"),
  );
  return fedForward(plus(x, looked), weights);
}

export function crossTransformer(
  x: Grid,
  context: Grid,
  layers: number,
  heads: number,
  weights: Weights,
): Grid {
  const last = table(layers, (i) => i).reduce(
    (y, i) => crossLayer(y, context, heads, below(weights, nth("CrossLayer", i))),
    x,
  );
  return layerNorm(last, below(weights, "layer_norm/"));
}

/** Sequences with the sines and cosines of their places added. */
export const placed = (x: Grid): Grid =>
  x.map((row, p) =>
    row.map((v, c) => {
      const angle = p / 10000 ** ((2 * Math.floor(c / 2)) / row.length);
      return v + (c % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }),
  );
