import { describe, expect, test } from "vitest";
import type { Dense } from "../compiler/graph/kit/dense.ts";
import {
  add,
  type Cube,
  expectClose,
  flat,
  type Grid,
  nest,
  type Row,
  sample,
  softmax,
  table,
} from "../compiler/operators/kit/arrays.ts";
import { attention } from "../compiler/operators/kit/attention.ts";
import { made, weightsOf } from "./kit/block.ts";
import {
  below,
  crossLayer,
  crossTransformer,
  dense,
  encoder,
  layerNorm,
  nth,
  placed,
  plus,
  transformerLayer,
  type Weights,
} from "./kit/transformer.ts";

const ROWS = 2;
const fed = (places: number, channels: number, seed: number): Dense => ({
  shape: [ROWS, places, channels],
  data: flat(sample([ROWS, places, channels], seed)),
});
const rowsOf = ({ data, shape }: Dense) => nest(data, shape) as Cube;

const a = fed(3, 4, 1);
const b = fed(2, 4, 2);
const c = fed(3, 4, 3);
const INPUTS = `input a: series(samples: 3, channels: 4) @ 50 Hz
input b: series(samples: 2, channels: 4) @ 50 Hz
`;

/** What each record's `a` and `b` give. */
const each = <T>(of: (a: Grid, b: Grid) => T): T[] => rowsOf(a).map((rows, row) => of(rows, rowsOf(b)[row]!));

describe("what the blocks of std.attention compute", () => {
  test("CrossTransformer: layers that look at the context as it came in", () => {
    const { values, weights } = made(
      `${INPUTS}made = a |> CrossTransformer(b, layers: 2, heads: 2, expansion: 2)`,
      { a, b },
      ROWS,
    );
    expectClose(
      values,
      each((x, y) => crossTransformer(x, y, 2, 2, weights)),
    );
  });

  test("CoTransformer: both look at what the other was before the layer", () => {
    const { values, weights } = made(
      `${INPUTS}both = CoTransformer(a, b, layers: 2, heads: 1)\nmade = join(both.a, both.b)`,
      { a, b },
      ROWS,
    );
    const own = below(weights, "both/CoTransformer/");
    const layer = (x: Grid, y: Grid, path: string) => crossLayer(x, y, 1, below(own, path));
    expectClose(
      values,
      each((x, y) => {
        const [x1, y1] = [layer(x, y, "next/CrossLayer/"), layer(y, x, "CrossLayer/")];
        return [...layer(x1, y1, "next_2/CrossLayer/"), ...layer(y1, x1, "CrossLayer_2/")];
      }),
    );
  });

  test("NonLocalGate: what is gathered with one head, added", () => {
    const { values, weights } = made(`${INPUTS}made = a |> NonLocalGate(b)`, { a, b }, ROWS);
    expectClose(
      values,
      each((x, y) => plus(x, attention(x, y, 1, below(weights, "cross_attention/")))),
    );
  });

  test("CoAttention: which places go with each other decides where to look", () => {
    const { values, weights } = made(
      `${INPUTS}both = CoAttention(a, b, dim: 3)\nmade = concat(both.a, both.b)`,
      { a, b },
      ROWS,
    );
    const own = below(weights, "both/CoAttention/");
    expectClose(
      values,
      each((x, y) => coAttention(x, y, own)),
    );
  });

  test("FusionTransformer: a token, and the places of all with their marks", () => {
    const { values, weights } = made(
      `${INPUTS}made = FusionTransformer([a, b], layers: 2, heads: 2, expansion: 2)`,
      { a, b },
      ROWS,
    );
    expectClose(
      values,
      each((x, y) => {
        const tokens = [weights.summary as Row, ...marked([x, y], weights)];
        return encoder(tokens, 2, 2, below(weights, "TransformerEncoder/"))[0]!;
      }),
    );
  });

  test("MulT: each looks at each of the others, the last places of all are joined", () => {
    const { values, weights } = made(
      `${INPUTS}input c: series(samples: 3, channels: 4) @ 20 Hz
made = MulT([a, b, c], dim: 2, layers: 1, heads: 2, expansion: 2)`,
      { a, b, c },
      ROWS,
    );
    const ends = below(weights, "ends/");
    const expected = [0, 1].map((row) => {
      const mapped = [a, b, c].map((x, i) =>
        placed(dense(rowsOf(x)[row]!, below(weights, `mapped/${nth("dense", i)}`))),
      );
      let pair = 0;
      const last = mapped.map((x, i) => {
        const seen = mapped
          .filter((_, j) => j !== i)
          .map((y) => crossTransformer(x, y, 1, 2, below(ends, nth("CrossTransformer", pair++))));
        const joined = x.map((_, place) => seen.flatMap((one) => one[place]!));
        return encoder(joined, 1, 2, below(ends, nth("TransformerEncoder", i))).at(-1)!;
      });
      const joint = [last.flat()];
      const hidden = dense(joint, weights, "ResidualMap/dense/").map((r) => r.map((v) => Math.max(v, 0)));
      return plus(joint, dense(hidden, weights, "ResidualMap/dense_2/"))[0]!;
    });
    expectClose(values, expected);
  });

  test("BottleneckTransformer: a transformer's layers of each sequence and the shared places together", () => {
    const { values, weights } = made(
      `${INPUTS}made = BottleneckTransformer([a, b], bottlenecks: 2, layers: 2, heads: 2, expansion: 2)`,
      { a, b },
      ROWS,
    );
    const expected = each((...sequences) => {
      let own = sequences.map((x, i) => [weights[`own/${nth("Summarised", i)}summary`] as Row, ...x]);
      let shared = weights.bottleneck as Grid;
      for (const layer of [0, 1]) {
        const made = own.map((x, i) =>
          transformerLayer(
            [...x, ...shared],
            2,
            together(
              below(weights, `${nth("steps", layer)}${nth("BottleneckStep", i)}layer/AttentionLayer/`),
            ),
          ),
        );
        const behind = made.map((tokens, i) => tokens.slice(own[i]!.length));
        own = own.map((x, i) => [...made[i]!.slice(0, x.length)]) as typeof own;
        shared = plus(...behind).map((row) => row.map((v) => v / 2));
      }
      return own.map((x, i) => layerNorm([x[0]!], below(weights, nth("layer_norm", i)))[0]!);
    });
    expectClose(values, expected);
  });

  test("PerceiverIO: latents look at the places of all, and questions at the latents", () => {
    const { values, weights } = made(
      `${INPUTS}made = PerceiverIO([a, b], questions: 2, latents: 3, layers: 2, heads: 2, expansion: 2)`,
      { a, b },
      ROWS,
    );
    const perceiver = below(weights, "found/Perceiver/");
    expectClose(
      values,
      each((x, y) => {
        const places = marked([x, y], below(perceiver, "seen/"));
        const seen = crossLayer(perceiver.latent as Grid, places, 2, below(perceiver, "seen/CrossLayer/"));
        const latents = encoder(seen, 2, 2, below(perceiver, "TransformerEncoder/"));
        return crossLayer(weights.question as Grid, latents, 2, below(weights, "CrossLayer/"));
      }),
    );
  });
});

/** The places of sequences end to end, with the mark of each added. */
const marked = (xs: readonly Grid[], weights: Weights): Grid =>
  xs.flatMap((x, i) => x.map((row) => row.map((v, k) => v + (weights[`join/mark_${i + 1}`] as Row)[k]!)));

/** The weights of an `AttentionLayer` under the names of a `TransformerLayer`. */
const together = (weights: Weights): Weights =>
  Object.fromEntries(
    Object.entries(weights).map(([name, value]) => [
      name
        .replace("normalise/Normalise/layer_norm/", "gathered/layer_norm/")
        .replace("looked/cross_attention/", "gathered/self_attention/"),
      value,
    ]),
  );

/** Both vectors, side by side, by the formulas of Lu et al. 2016. */
function coAttention(q: Grid, v: Grid, weights: Weights): Row {
  const dot = (x: Row, y: Row) => add(x.map((value, i) => value * y[i]!));
  const mapped = dense(q, weights, "affinity/dense/");
  const affinity = mapped.map((left) => v.map((right) => Math.tanh(dot(left, right))));
  const [qs, vs] = [dense(q, weights, "left_map/dense/"), dense(v, weights, "right_map/dense/")];
  const width = qs[0]!.length;
  const seenQ = qs.map((row, i) =>
    table(width, (k) => Math.tanh(row[k]! + add(vs.map((other, j) => other[k]! * affinity[i]![j]!)))),
  );
  const seenV = vs.map((row, j) =>
    table(width, (k) => Math.tanh(row[k]! + add(qs.map((other, i) => other[k]! * affinity[i]![j]!)))),
  );
  const gathered = (places: Grid, seen: Grid, score: Row) => {
    const shares = softmax(seen.map((row) => dot(row, score)));
    return places[0]!.map((_, k) => add(places.map((place, i) => place[k]! * shares[i]!)));
  };
  return [
    ...gathered(q, seenQ, weights.left_score as Row),
    ...gathered(v, seenV, weights.right_score as Row),
  ];
}

const cross = (d: number, e: number) => 2 * d * (d + e) + 3 * d + d;
const feedForward = (d: number, expansion: number) => 2 * expansion * d * d + (expansion + 1) * d;
const crossed = (d: number, e: number, x: number) => cross(d, e) + 4 * d + 2 * e + feedForward(d, x);
const layer = (d: number, x: number) => cross(d, d) + 4 * d + feedForward(d, x);

describe("what the blocks of std.attention train", () => {
  test.each([
    ["a |> CrossLayer(b, heads: 2)", crossed(4, 4, 4)],
    ["a |> CrossLayer(b |> dense(6, bias: false), heads: 2, expansion: 1)", 24 + crossed(4, 6, 1)],
    ["a |> CrossTransformer(b, layers: 3, heads: 2, expansion: 2)", 3 * crossed(4, 4, 2) + 8],
    ["CoTransformer(a, b, layers: 2, heads: 2).a", 4 * crossed(4, 4, 4) - crossed(4, 4, 4)],
    ["CoAttention(a, b |> dense(6, bias: false), dim: 5).a", 24 + 4 * 6 + 5 * (4 + 6 + 1)],
    ["a |> NonLocalGate(b)", cross(4, 4)],
    ["FusionTransformer([a, b], layers: 3, heads: 2)", 3 * 4 + 3 * layer(4, 4) + 8],
    [
      "MulT([a, b], dim: 6, layers: 2, heads: 2, expansion: 2)",
      2 * 24 + 2 * (2 * crossed(6, 6, 2) + 12) + 2 * (2 * layer(6, 2) + 12) + 2 * 144 + 24,
    ],
    [
      "BottleneckTransformer([a, b], bottlenecks: 3, layers: 2, heads: 2)",
      3 * 4 + 2 * 4 + 4 * layer(4, 4) + 2 * 8,
    ],
    ["AttentionLayer(a, [a, b], heads: 2)", layer(4, 4)],
    [
      "Perceiver([a, b], latents: 5, layers: 2, heads: 2)",
      5 * 4 + 2 * 4 + crossed(4, 4, 4) + 2 * layer(4, 4) + 8,
    ],
    [
      "PerceiverIO([a, b], questions: 3, latents: 5, layers: 1, heads: 2)",
      5 * 4 + 2 * 4 + 2 * crossed(4, 4, 4) + layer(4, 4) + 8 + 3 * 4,
    ],
  ])("%s: %i", (steps, count) => {
    expect(weightsOf(`${INPUTS}made = ${steps}`)).toBe(count);
  });
});

/** Fusions of three values of which a record may lack any. */
const FUSIONS = [
  "FusionTransformer(xs, layers: 2, heads: 2)",
  "MulT(xs, dim: 4, layers: 1, heads: 2)",
  "BottleneckTransformer(xs, bottlenecks: 2, layers: 2, heads: 2)",
  "Perceiver(xs, latents: 2, layers: 1, heads: 2)",
  "stack([x |> attention_pool(over: sequence) for x in xs]) |> TransformerEncoder(layers: 1, heads: 2)",
  "stack([x |> attention_pool(over: sequence) for x in xs], absent: masked) |> attention_pool(over: modality)",
];

describe.each(FUSIONS)("%s, of what may be absent", (fusion) => {
  const statements = (words: number) => `optional input said: text(words: ${words}, vocabulary: 9)
optional input a: series(samples: 3, channels: 4) @ 50 Hz
optional input b: series(samples: 2, channels: 4) @ 50 Hz
xs = [said |> embed(4), a, b]
made = ${fusion}`;
  const subsets = [1, 2, 3, 4, 5, 6, 7];
  /** Each subset of the inputs is a row; what it lacks is filled with some number. */
  function answers(words: number, filler: number) {
    const has = (input: number) => subsets.map((subset) => (subset >> input) & 1);
    const lengths = subsets.map((subset) => (subset % 2) * (1 + (subset % 3)));
    const numbers = (input: number, places: number) => ({
      shape: [7, places, 4],
      data: flat(sample([7, places, 4], 20 + input)).map((value, i) =>
        has(input)[Math.floor(i / (places * 4))] === 1 ? value : filler,
      ),
    });
    const flags = (input: number): Dense => ({ shape: [7], data: has(input) });
    const given = {
      said: {
        shape: [7, words],
        data: subsets.flatMap((subset, row) =>
          table(words, (i) => (i < lengths[row]! ? 1 + ((subset + 3 * i) % 8) : 0)),
        ),
      },
      "said/length": { shape: [7], data: lengths },
      "said/present": flags(0),
      a: numbers(1, 3),
      "a/present": flags(1),
      b: numbers(2, 2),
      "b/present": flags(2),
    };
    return made(statements(words), given, 7).values;
  }
  const plain = answers(3, 0);

  test("is finite whatever is there", () => {
    expect(flat(plain).filter((value) => !Number.isFinite(value))).toEqual([]);
  });

  test("is not touched by what absent inputs hold, nor by more padding", () => {
    expectClose(answers(3, 5), plain);
    expectClose(answers(6, 0), plain);
  });

  test("is moved by each input that is there", () => {
    const rows = (plain as readonly (Row | Grid)[]).map((row) => flat(row));
    const distinct = new Set(rows.map((row) => row.map((value) => value.toFixed(6)).join()));
    expect(distinct.size).toBe(7);
  });
});
