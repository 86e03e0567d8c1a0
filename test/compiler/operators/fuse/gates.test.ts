import { describe, expect, test } from "vitest";
import {
  add,
  affine,
  type Cube,
  expectClose,
  type Grid,
  type Nested,
  type Row,
  sigmoid,
  softmax,
  table,
} from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;

type Weights = Readonly<Record<string, Nested>>;

/** `x W` for one row. */
const mapped = (x: Row, w: Nested | undefined): number[] =>
  affine(x, w as Grid, Array<number>((w as Grid)[0]!.length).fill(0));
const tanh = (xs: Row) => xs.map(Math.tanh);
const grid = (weight: Nested | undefined) => weight as Grid;
const row = (weight: Nested | undefined) => weight as Row;

describe("gated", () => {
  const xs = [fed(feature({ channel: 4 }), { seed: 1 }), fed(feature({ channel: 3 }), { seed: 2 })];

  test("has the width's channels, and stays between the tangents that it mixes", () => {
    const types = [feature({ word: upTo(6), channel: 4 }), feature({ word: upTo(6), channel: 2 })];
    expect(typeOf("gated", { xs: types }, { width: 3 })).toBe("feature[word: up to 6, channel: 3]");
    expect(judge("gated", { xs: types }, { width: 3 }).type?.range).toEqual(between(-1, 1));
    expect(judge("gated", { xs: [...types, types[0]!] }, { width: 3 }).type?.range).toEqual(between(-3, 3));
  });

  test("refuses axes that differ, and values without channels", () => {
    const refused = (...types: Parameters<typeof feature>[0][]) =>
      refusal("gated", { xs: types.map((axes) => feature(axes)) }, { width: 3 });
    expect(refused({ word: 2, channel: 1 }, { word: 3, channel: 1 })).toBe("sizes_differ at xs");
    expect(refused({ channel: 1 }, { word: 3, channel: 1 })).toBe("axes_differ at xs");
    expect(refused({ channel: 1 }, { word: 3 })).toBe("axis_missing at xs.1");
  });

  test("warns where raw signals on different scales are mixed", () => {
    const raw = [signal({ channel: 1 }, { range: between(0, 1) }), signal({ channel: 1 })];
    expect(judge("gated", { xs: raw }, { width: 2 }).findings).toMatchObject([{ message: "scales_differ" }]);
  });

  /** `z ∘ tanh(W_1 a) + (1 - z) ∘ tanh(W_2 b)` */
  function unit(a: Row, b: Row, weights: Weights, gate: "inputs" | "features"): number[] {
    const features = [mapped(a, weights.kernel_1), mapped(b, weights.kernel_2)];
    const z = mapped(gate === "inputs" ? [...a, ...b] : features.flat(), weights.gate).map(sigmoid);
    const [first, second] = features.map(tanh);
    return z.map((open, i) => open * first![i]! + (1 - open) * second![i]!);
  }

  test.each(["inputs", "features"] as const)("mixes two by one gate that sees the %s", (gate) => {
    const { values, weights } = apply("gated", { xs }, { width: 2, gate });
    const [a, b] = xs.map((x) => x.values as Grid);
    expectClose(
      values,
      table(2, (n) => unit(a![n]!, b![n]!, weights, gate)),
    );
  });

  test.each(["inputs", "features"] as const)("mixes three by gates of their own that see the %s", (gate) => {
    const three = [...xs, fed(feature({ channel: 2 }), { seed: 3 })];
    const { values, weights } = apply("gated", { xs: three }, { width: 2, gate });
    const expected = table(2, (n) => {
      const rows = three.map((x) => (x.values as Grid)[n]!);
      const features = rows.map((x, i) => mapped(x, weights[`kernel_${i + 1}`]));
      const seen = gate === "inputs" ? rows.flat() : features.flat();
      const gates = rows.map((_, i) => mapped(seen, weights[`gate_${i + 1}`]).map(sigmoid));
      return table(2, (c) => add(features.map((f, i) => gates[i]![c]! * Math.tanh(f[c]!))));
    });
    expectClose(values, expected);
  });

  test("with nothing on the gate is the mean of the tangents", () => {
    const closed = { gate: table(7, () => [0, 0]) };
    const { values, weights } = apply("gated", { xs }, { width: 2 }, { weights: closed });
    const [a, b] = xs.map((x, i) =>
      (x.values as Grid).map((r) => tanh(mapped(r, weights[`kernel_${i + 1}`]))),
    );
    expectClose(
      values,
      table(2, (n) => table(2, (c) => (a![n]![c]! + b![n]![c]!) / 2)),
    );
  });

  test("leaves the other alone where one of two is absent, and of three the sum of the others", () => {
    const here = (types: readonly number[], presence: readonly (readonly number[])[]) =>
      types.map((channel, i) =>
        fed(feature({ channel }, optional), { seed: i + 1, rows: 3, presence: presence[i]! }),
      );
    const two = here(
      [4, 3],
      [
        [1, 0, 0],
        [0, 1, 0],
      ],
    );
    const pair = apply("gated", { xs: two }, { width: 2 });
    const [a, b] = two.map((x) => x.values as Grid);
    expectClose(pair.values, [
      tanh(mapped(a![0]!, pair.weights.kernel_1)),
      tanh(mapped(b![1]!, pair.weights.kernel_2)),
      [0, 0],
    ]);
    const three = here(
      [2, 2, 2],
      [
        [1, 1, 1],
        [0, 1, 0],
        [1, 1, 0],
      ],
    );
    const { values, weights } = apply("gated", { xs: three }, { width: 2 });
    const rows = three.map((x) => (x.values as Grid)[0]!);
    const seen = [...rows[0]!, 0, 0, ...rows[2]!];
    const parts = [0, 2].map((i) => {
      const hidden = tanh(mapped(rows[i]!, weights[`kernel_${i + 1}`]));
      return mapped(seen, weights[`gate_${i + 1}`]).map((open, c) => sigmoid(open) * hidden[c]!);
    });
    expectClose(
      (values as Grid)[0]!,
      table(2, (c) => add(parts.map((part) => part[c]!))),
    );
  });
});

describe("sigmoid_gate", () => {
  function through(x: Row, gate: Row | undefined, weights: Weights): number[] {
    const value = affine(x, grid(weights.value_kernel), row(weights.value_bias));
    const open = gate && affine(gate, grid(weights.gate_kernel), row(weights.gate_bias)).map(sigmoid);
    const gated = value.map((v, i) => (open?.[i] ?? 1) * v);
    return affine(gated, grid(weights.output_kernel), row(weights.output_bias));
  }

  test("lets every place through alike where the gate has no such axis", () => {
    const x = fed(feature({ word: 3, channel: 4 }), { seed: 1 });
    const gate = fed(feature({ channel: 3 }), { seed: 2 });
    const { values, weights } = apply("sigmoid_gate", { x, gate }, { units: 2, width: 5 });
    expectClose(
      values,
      (x.values as Cube).map((words, n) =>
        words.map((word) => through(word, (gate.values as Grid)[n]!, weights)),
      ),
    );
  });

  test("lets each place through by its own gate, and all where the gate is absent", () => {
    const x = fed(feature({ word: 3, channel: 4 }), { seed: 1 });
    const gate = fed(feature({ word: 3, channel: 2 }, optional), { seed: 2, presence: [1, 0] });
    const { values, weights } = apply("sigmoid_gate", { x, gate }, { units: 2 });
    expectClose(
      values,
      (x.values as Cube).map((words, n) =>
        words.map((word, i) => through(word, n === 0 ? (gate.values as Cube)[0]![i]! : undefined, weights)),
      ),
    );
  });
});

describe("modality_attention", () => {
  /** What each of some rows counts, and the weighted sum of what they are mapped to. */
  function attended(rows: readonly Row[], there: readonly boolean[], weights: Weights): number[] {
    const scores = affine(rows.flat(), grid(weights.attention_kernel), row(weights.attention_bias));
    const shares = softmax(scores.map((score, m) => (there[m]! ? score : Number.NEGATIVE_INFINITY)));
    const values = rows.map((x, m) =>
      weights.kernel_1 === undefined
        ? x
        : affine(x, grid(weights[`kernel_${m + 1}`]), row(weights[`bias_${m + 1}`])),
    );
    return values[0]!.map((_, c) => add(values.map((value, m) => shares[m]! * value[c]!)));
  }

  test("has the axes and channels of its values, or the width's", () => {
    const types = [feature({ word: 2, channel: 4 }), feature({ channel: 4, word: 2 })];
    expect(typeOf("modality_attention", { xs: types })).toBe("feature[word: 2, channel: 4]");
    expect(typeOf("modality_attention", { xs: types }, { width: 3 })).toBe("feature[word: 2, channel: 3]");
    const within = feature({ channel: 1 }, { range: between(0, 1) });
    expect(judge("modality_attention", { xs: [within, within] }).type?.range).toEqual(between(0, 1));
  });

  test("refuses channels that differ without a width, and values without channels", () => {
    const differing = [feature({ channel: 4 }), feature({ channel: 3 })];
    expect(judge("modality_attention", { xs: differing }).findings).toMatchObject([
      {
        message: "sizes_differ",
        help: ["project them to one width: modality_attention(xs1, xs2, width: 4)"],
      },
    ]);
    expect(refusal("modality_attention", { xs: [feature({ word: 2 }), feature({ word: 2 })] })).toBe(
      "axis_missing at xs.0",
    );
  });

  test("averages by weights that sum to 1, at every place", () => {
    const xs = [1, 2, 3].map((seed) => fed(feature({ word: 2, channel: 3 }), { seed }));
    const { values, weights } = apply("modality_attention", { xs });
    const all = xs.map((x) => x.values as Cube);
    expectClose(
      values,
      table(2, (n) =>
        table(2, (i) =>
          attended(
            all.map((x) => x[n]![i]!),
            [true, true, true],
            weights,
          ),
        ),
      ),
    );
  });

  test("gives what is absent no weight, and the others all of it", () => {
    const xs = [
      fed(feature({ channel: 4 }), { seed: 1, rows: 3 }),
      fed(feature({ channel: 3 }, optional), { seed: 2, rows: 3, presence: [1, 0, 0] }),
      fed(feature({ channel: 2 }, optional), { seed: 3, rows: 3, presence: [1, 1, 0] }),
    ];
    const { values, weights } = apply("modality_attention", { xs }, { width: 2 });
    expectClose(
      values,
      table(3, (n) => {
        const there = xs.map(({ presence }) => presence === undefined || presence[n] === 1);
        const rows = xs.map((x, m) => (x.values as Grid)[n]!.map((value) => (there[m]! ? value : 0)));
        return attended(rows, there, weights);
      }),
    );
  });

  test("with nothing to choose by is the mean", () => {
    const xs = [1, 2].map((seed) => fed(feature({ channel: 3 }), { seed }));
    const none = { attention_kernel: table(6, () => [0, 0]), attention_bias: [0, 0] };
    const { values } = apply("modality_attention", { xs }, {}, { weights: none });
    expectClose(values, apply("mean", { xs }).values);
  });
});
