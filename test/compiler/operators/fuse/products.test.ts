import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import {
  add,
  affine,
  type Cube,
  expectClose,
  type Grid,
  type Images,
  type Nested,
  type Row,
  sample,
  table,
} from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { between, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;

type Weights = Readonly<Record<string, Nested>>;
const grid = (weight: Nested | undefined) => weight as Grid;
const row = (weight: Nested | undefined) => weight as Row;

/** All products of one number of each row, the first row's slowest. */
const products = (rows: readonly Row[]): number[] =>
  rows.reduce<number[]>((a, b) => a.flatMap((x) => b.map((y) => x * y)), [1]);

const a = fed(feature({ channel: 4 }), { seed: 1 });
const b = fed(feature({ channel: 3 }), { seed: 2 });
const c = fed(feature({ channel: 2 }), { seed: 3 });
const rowsOf = (n: number, ...xs: readonly { values: Nested }[]) => xs.map((x) => (x.values as Grid)[n]!);

describe("tensor_fusion", () => {
  test("has a channel for every product, also of sizes that are not known yet", () => {
    const xs = [feature({ word: upTo(6), channel: 4 }), feature({ word: upTo(6), channel: 3 })];
    expect(typeOf("tensor_fusion", { xs })).toBe("feature[word: up to 6, channel: 20]");
    expect(
      typeOf("tensor_fusion", { xs: [feature({ channel: symbol("A") }), feature({ channel: 3 })] }),
    ).toBe("feature[channel: (A + 1)*4]");
  });

  test("refuses axes that differ, and values without channels", () => {
    const refused = (...types: Parameters<typeof feature>[0][]) =>
      refusal("tensor_fusion", { xs: types.map((axes) => feature(axes)) });
    expect(refused({ word: 2, channel: 1 }, { word: 3, channel: 1 })).toBe("sizes_differ at xs");
    expect(refused({ channel: 1 }, { word: 3 })).toBe("axis_missing at xs.1");
  });

  test("warns of an enormous product with its size, and of raw signals on different scales", () => {
    const { type, findings } = judge("tensor_fusion", { xs: table(3, () => feature({ channel: 64 })) });
    expect(type).toBeDefined();
    expect(findings).toMatchObject([
      {
        message: "product_large",
        at: "call",
        text: "`tensor_fusion` makes 65 · 65 · 65 = 274,625 channels here, one for every product",
        help: ["compute a trained map of it without making it: low_rank(xs1, xs2, xs3, units: 64, rank: 4)"],
      },
    ]);
    expect(judge("tensor_fusion", { xs: table(3, () => feature({ channel: 32 })) }).findings).toEqual([]);
    const raw = [signal({ channel: 1 }, { range: between(0, 1) }), signal({ channel: 1 })];
    expect(judge("tensor_fusion", { xs: raw }).findings).toMatchObject([{ message: "scales_differ" }]);
  });

  test("multiplies each with each, the first slowest and the 1 before each", () => {
    const { values } = apply("tensor_fusion", { xs: [a, b, c] });
    expectClose(
      values,
      table(2, (n) => products(rowsOf(n, a, b, c).map((x) => [1, ...x]))),
    );
  });

  test("keeps what the others have among themselves where one is absent", () => {
    const lacking = { ...b, type: feature({ channel: 3 }, optional), presence: [0, 1] };
    const { values } = apply("tensor_fusion", { xs: [a, lacking] });
    const [first, second] = values as Grid;
    expectClose(
      first!,
      products([
        [1, ...rowsOf(0, a)[0]!],
        [1, 0, 0, 0],
      ]),
    );
    expectClose(second!, products(rowsOf(1, a, b).map((x) => [1, ...x])));
  });
});

/** The part of the factors `[d + 1, rank · units]` that belongs to a rank and a channel. */
const factor = (weights: Weights, m: number, inputs: number, column: number) =>
  table(inputs, (i) => grid(weights[`factors_${m + 1}`])[i]![column]!);

describe("low_rank", () => {
  const lmf = (rows: readonly Row[], weights: Weights, units: number, rank: number): number[] =>
    table(
      units,
      (k) =>
        row(weights.bias)[k]! +
        add(
          table(rank, (r) =>
            rows
              .map((x, m) =>
                add(
                  factor(weights, m, x.length + 1, r * units + k).map(
                    (w, i) => w * (i === 0 ? 1 : x[i - 1]!),
                  ),
                ),
              )
              .reduce((left, right) => left * right, row(weights.rank_weights)[r]!),
          ),
        ),
    );

  test("adds the weighed products of factors", () => {
    const { values, weights } = apply("low_rank", { xs: [a, b, c] }, { units: 2, rank: 3 });
    expectClose(
      values,
      table(2, (n) => lmf(rowsOf(n, a, b, c), weights, 2, 3)),
    );
  });

  test("with weights of 1 is a map of the outer product by a kernel of that rank", () => {
    const [units, rank] = [2, 3];
    const given = { rank_weights: [1, 1, 1] };
    const { values, weights } = apply("low_rank", { xs: [a, b, c] }, { units, rank }, { weights: given });
    const columns = table(units, (k) =>
      table(rank, (r) => products([4, 3, 2].map((d, m) => factor(weights, m, d + 1, r * units + k)))),
    );
    const kernel = table(5 * 4 * 3, (i) => columns.map((byRank) => add(byRank.map((column) => column[i]!))));
    const fused = apply("tensor_fusion", { xs: [a, b, c] }).values;
    expectClose(
      values,
      (fused as Grid).map((x) => affine(x, kernel, row(weights.bias))),
      1e-4,
    );
  });

  test("counts what is absent as zeros, with the 1 beside them", () => {
    const lacking = { ...b, type: feature({ channel: 3 }, optional), presence: [0, 1] };
    const { values, weights } = apply("low_rank", { xs: [a, lacking] }, { units: 2, rank: 2 });
    expectClose(values, [
      lmf([rowsOf(0, a)[0]!, [0, 0, 0]], weights, 2, 2),
      lmf(rowsOf(1, a, b), weights, 2, 2),
    ]);
  });

  test("starts with products of about the variance of what comes in", () => {
    const { initialisers } = apply("low_rank", { xs: [a, b] }, { units: 2, rank: 4 });
    expect(initialisers).toEqual({
      factors_1: { kind: "normal", stddev: 1 / Math.sqrt(5) },
      factors_2: { kind: "normal", stddev: 1 / Math.sqrt(4) },
      rank_weights: { kind: "normal", stddev: 1 / 2 },
      bias: { kind: "zeros" },
    });
  });
});

describe("bilinear", () => {
  test("has the axes of its values, and refuses those that differ", () => {
    const x = feature({ word: upTo(6), channel: 4 });
    expect(typeOf("bilinear", { x, y: feature({ channel: 3, word: upTo(6) }) }, { units: 5 })).toBe(
      "feature[word: up to 6, channel: 5]",
    );
    const refused = (axes: Parameters<typeof feature>[0]) =>
      refusal("bilinear", { x, y: feature(axes) }, { units: 5 });
    expect(refused({ channel: 4 })).toBe("axes_differ at call");
    expect(refused({ word: upTo(6, "other"), channel: 4 })).toBe("ragged_differ at call");
    expect(refused({ word: upTo(6) })).toBe("axis_missing at y");
  });

  const pairs = (x: Row, y: Row, weights: Weights): number[] =>
    row(weights.bias).map(
      (offset, k) =>
        offset +
        add(
          x.flatMap((left, n) =>
            y.map((right, m) => left * grid(weights.kernel)[n * y.length + m]![k]! * right),
          ),
        ),
    );

  test("weighs every pair of channels", () => {
    const { values, weights } = apply("bilinear", { x: a, y: b }, { units: 2 });
    expectClose(
      values,
      table(2, (n) => pairs(rowsOf(n, a)[0]!, rowsOf(n, b)[0]!, weights)),
    );
  });

  test("leaves a linear map of the other where one is absent", () => {
    const lacking = { ...b, type: feature({ channel: 3 }, optional), presence: [0, 1] };
    const { values, weights } = apply("bilinear", { x: a, y: lacking }, { units: 2 });
    expectClose((values as Grid)[0]!, pairs(rowsOf(0, a)[0]!, [1, 1, 1], weights));
  });
});

describe("multiplicative_interaction", () => {
  const name = "multiplicative_interaction";

  test("gives the units of a matrix, and else the channels that come in", () => {
    const x = feature({ height: 2, width: 2, channel: 4 });
    const condition = feature({ channel: 3 });
    expect(typeOf(name, { x, condition }, { units: 5 })).toBe("feature[height: 2, width: 2, channel: 5]");
    expect(typeOf(name, { x, condition }, { form: "vector" })).toBe(
      "feature[height: 2, width: 2, channel: 4]",
    );
    expect(typeOf(name, { x, condition }, { form: "scalar" })).toBe(
      "feature[height: 2, width: 2, channel: 4]",
    );
  });

  test("asks for units where it needs them, and refuses them where it does not", () => {
    const operands = { x: feature({ channel: 4 }), condition: feature({ channel: 3 }) };
    expect(refusal(name, operands)).toBe("setting_missing at call");
    expect(refusal(name, operands, { form: "vector", units: 4 })).toBe("setting_idle at units");
    expect(refusal(name, { x: operands.x, condition: feature({ word: 2, channel: 3 }) }, { units: 4 })).toBe(
      "axis_not_shared at condition",
    );
  });

  /** Plain loops over `y_k = Σ c_n W_nmk x_m + Σ c_n U_nk + Σ x_m V_mk + b_k`. */
  function matrix(x: Row, condition: Row, weights: Weights): number[] {
    return row(weights.bias).map((offset, k) => {
      let sum = offset;
      for (const [n, given] of condition.entries()) {
        sum += given * grid(weights.condition)[n]![k]!;
        for (const [m, value] of x.entries())
          sum += given * grid(weights.products)[n * x.length + m]![k]! * value;
      }
      for (const [m, value] of x.entries()) sum += value * grid(weights.value)[m]![k]!;
      return sum;
    });
  }

  function scaled(x: Row, condition: Row, weights: Weights): number[] {
    const scale = affine(condition, grid(weights.scale_kernel), row(weights.scale_bias));
    const shift = affine(condition, grid(weights.shift_kernel), row(weights.shift_bias));
    return x.map((value, i) => (scale[i] ?? scale[0]!) * value + (shift[i] ?? shift[0]!));
  }

  test("maps all places by the matrix that the condition makes", () => {
    const x = fed(feature({ height: 2, width: 3, channel: 4 }), { seed: 1 });
    const { values, weights } = apply(name, { x, condition: b }, { units: 2 });
    expectClose(
      values,
      (x.values as Images).map((image, n) =>
        image.map((line) => line.map((pixel) => matrix(pixel, (b.values as Grid)[n]!, weights))),
      ),
    );
  });

  test("maps each word by the matrix of its own condition", () => {
    const x = fed(feature({ word: 3, channel: 4 }), { seed: 1 });
    const condition = fed(feature({ word: 3, channel: 2 }), { seed: 2 });
    const { values, weights } = apply(name, { x, condition }, { units: 2 });
    expectClose(
      values,
      (x.values as Cube).map((words, n) =>
        words.map((word, i) => matrix(word, (condition.values as Cube)[n]![i]!, weights)),
      ),
    );
  });

  test.each(["vector", "scalar"] as const)("scales and shifts by a %s", (form) => {
    const { values, weights } = apply(name, { x: a, condition: b }, { form });
    expectClose(
      values,
      table(2, (n) => scaled(rowsOf(n, a)[0]!, rowsOf(n, b)[0]!, weights)),
    );
  });

  test("is bilinear where nothing but products has weights", () => {
    const products = sample([12, 2], 7);
    const none = (n: number) => table(n, () => [0, 0]);
    const weights = { products, condition: none(3), value: none(4), bias: [0, 0] };
    const interaction = apply(name, { x: a, condition: b }, { units: 2 }, { weights });
    const core = { kernel: products, bias: [0, 0] };
    expectClose(
      interaction.values,
      apply("bilinear", { x: b, y: a }, { units: 2 }, { weights: core }).values,
    );
  });

  test("as a vector is film, which writes its scale as 1 more", () => {
    const { values, weights } = apply(name, { x: a, condition: b }, { form: "vector" });
    const kernel = grid(weights.scale_kernel).map((line, n) => [...line, ...grid(weights.shift_kernel)[n]!]);
    const bias = [...row(weights.scale_bias).map((v) => v - 1), ...row(weights.shift_bias)];
    expectClose(values, apply("film", { x: a, condition: b }, {}, { weights: { kernel, bias } }).values);
  });

  test("is a linear map of its own where the condition is absent", () => {
    const condition = { ...b, type: feature({ channel: 3 }, optional), presence: [0, 1] };
    const { values, weights } = apply(name, { x: a, condition }, { units: 2 });
    expectClose((values as Grid)[0]!, affine(rowsOf(0, a)[0]!, grid(weights.value), row(weights.bias)));
    const scale = apply(name, { x: a, condition }, { form: "scalar" });
    expectClose((scale.values as Grid)[0]!, scaled(rowsOf(0, a)[0]!, [0, 0, 0], scale.weights));
  });
});
