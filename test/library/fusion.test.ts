import { describe, expect, test } from "vitest";
import {
  add,
  affine,
  expectClose,
  flat,
  type Grid,
  type Nested,
  type Row,
  sample,
  table,
} from "../compiler/operators/kit/arrays.ts";
import { made, weightsOf } from "./kit/block.ts";

const INPUTS = "input reading: vector(8)\ninput speech: vector(6)\n";
const reading = sample([3, 8], 1) as Grid;
const speech = sample([3, 6], 2) as Grid;

type Weights = Readonly<Record<string, Nested>>;

/** What a block makes of both inputs, and for each record what loops make of them. */
function compare(call: string, fuse: (x: Row, y: Row, weights: Weights) => Row): void {
  const given = {
    reading: { shape: [3, 8], data: flat(reading) },
    speech: { shape: [3, 6], data: flat(speech) },
  };
  const { values, weights } = made(`${INPUTS}made = ${call}`, given, 3);
  expectClose(
    values,
    reading.map((x, i) => fuse(x, speech[i]!, weights)),
  );
}

const mapped = (weights: Weights, at: string, x: Row, number = ""): Row =>
  affine(x, weights[`${at}kernel${number}`] as Grid, weights[`${at}bias${number}`] as Row);
const times = (...xs: readonly Row[]): Row => xs[0]!.map((_, i) => xs.reduce((all, x) => all * x[i]!, 1));
const plus = (xs: readonly Row[]): Row => xs[0]!.map((_, i) => add(xs.map((x) => x[i]!)));
const root = (x: Row): Row => x.map((v) => Math.sign(v) * (Math.sqrt(Math.abs(v) + 1e-6) - 1e-3));
const unit = (x: Row): Row => x.map((v) => v / Math.sqrt(add(x.map((w) => w * w)) + 1e-6));
const numbered = (name: string, i: number) => (i === 0 ? name : `${name}_${i + 1}`);

/** `Σ_r (U_r x) ∘ (V_r y)`, by the projections of `multiply`. */
const bilinear = (weights: Weights, at: string, count: number, x: Row, y: Row): Row[] =>
  table(count, (r) => {
    const own = `${at}${numbered("multiply", r)}/`;
    return times(mapped(weights, own, x, "_1"), mapped(weights, own, y, "_2"));
  });

describe("what the blocks of std.fusion compute", () => {
  test("LinearSum", () => {
    const relu = (x: Row) => x.map((v) => Math.max(v, 0));
    compare("LinearSum(reading, speech, hidden: 5, width: 4)", (x, y, w) =>
      relu(mapped(w, "dense_3/", plus([relu(mapped(w, "dense/", x)), relu(mapped(w, "dense_2/", y))]))),
    );
  });

  test("MLB", () => {
    const tanh = (x: Row) => x.map(Math.tanh);
    compare("MLB(reading, speech, hidden: 5, width: 4)", (x, y, w) =>
      tanh(mapped(w, "dense_3/", times(tanh(mapped(w, "dense/", x)), tanh(mapped(w, "dense_2/", y))))),
    );
  });

  test("MFB", () => {
    compare("MFB(reading, speech, hidden: 5, factors: 3, width: 4)", (x, y, w) =>
      mapped(w, "dense/", unit(root(plus(bilinear(w, "products/", 3, x, y))))),
    );
  });

  test("MFH", () => {
    compare("MFH(reading, speech, hidden: 5, factors: 2, width: 4)", (x, y, w) => {
      const products = bilinear(w, "products/", 2, x, y);
      const higher = products.map((product, r) => {
        const own = `higher/${numbered("multiply", 2 * r)}/`;
        return times(product, mapped(w, own, x, "_1"), mapped(w, own, y, "_2"));
      });
      return mapped(w, "dense/", [...unit(root(plus(products))), ...unit(root(plus(higher)))]);
    });
  });

  test("MUTAN", () => {
    compare("MUTAN(reading, speech, hidden: 5, rank: 3, width: 4)", (x, y, w) =>
      mapped(
        w,
        "dense/",
        plus(bilinear(w, "slices/", 3, mapped(w, "left/dense/", x), mapped(w, "right/dense/", y))),
      ),
    );
  });

  test("BLOCK", () => {
    compare("BLOCK(reading, speech, chunks: 2, part: 3, rank: 2, width: 4)", (x, y, w) => {
      const parts = table(2, (c) => {
        const at = `parts/${numbered("SuperdiagonalPart", c)}/`;
        const [left, right] = [mapped(w, `${at}left/dense/`, x), mapped(w, `${at}right/dense/`, y)];
        return unit(root(plus(bilinear(w, `${at}slices/`, 2, left, right))));
      });
      return mapped(w, "dense/", parts.flat());
    });
  });

  test("Tucker", () => {
    compare("Tucker(reading, speech, hidden: 3, width: 4)", (x, y, w) => {
      const [left, right] = [mapped(w, "dense/", x), mapped(w, "dense_2/", y)];
      const products = left.flatMap((a) => right.map((b) => a * b));
      return mapped(w, "dense_3/", mapped(w, "bilinear/", products));
    });
  });

  test("DeepSets", () => {
    const normalised = (w: Weights, at: string, x: Row) => {
      const mean = add(x) / x.length;
      const variance = add(x.map((v) => (v - mean) ** 2)) / x.length;
      const [scale, offset] = [w[`${at}scale`] as Row, w[`${at}offset`] as Row];
      return x.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-3)) * scale[i]! + offset[i]!);
    };
    compare("DeepSets([reading, speech], hidden: 5, width: 4)", (x, y, w) => {
      const members = [x, y].map((value, i) =>
        normalised(
          w,
          `members/${numbered("layer_norm", i)}/`,
          mapped(w, `members/${numbered("dense", i)}/`, value),
        ),
      );
      const hidden = mapped(
        w,
        "dense/",
        plus(members).map((v) => v / 2),
      ).map((v) => Math.max(v, 0));
      return mapped(w, "dense_2/", hidden);
    });
  });

  test("TanhGate", () => {
    compare("TanhGate(reading, speech)", (x, y, w) =>
      plus([x, times((w.gate as Row).map(Math.tanh), mapped(w, "dense/", y))]),
    );
  });

  test("HyperNetwork", () => {
    compare("HyperNetwork(reading, speech, hidden: 3, width: 4)", (x, y, w) => {
      const own = "multiplicative_interaction/";
      const c = [...mapped(w, "dense/", y).map((v) => Math.max(v, 0)), 1];
      // Every weight of the map is linear in what the network gives, with a 1 behind for its offset.
      const products = w[`${own}products`] as Grid;
      const value = w[`${own}value`] as Grid;
      const kernel = x.map((_, m) =>
        table(4, (k) => add(c.map((v, n) => v * (n < 3 ? products[n * x.length + m]![k]! : value[m]![k]!)))),
      );
      const condition = [...(w[`${own}condition`] as Grid), w[`${own}bias`] as Row];
      return affine(
        x,
        kernel,
        table(4, (k) => add(c.map((v, n) => v * condition[n]![k]!))),
      );
    });
  });
});

describe("what the blocks of std.fusion train", () => {
  const maps = (8 + 6 + 2) * 5;
  test.each([
    ["LinearSum(reading, speech, hidden: 5, width: 4)", maps + 6 * 4],
    ["MLB(reading, speech, hidden: 5, width: 4)", maps + 6 * 4],
    ["MFB(reading, speech, hidden: 5, factors: 3, width: 4)", 3 * maps + 6 * 4],
    ["MFH(reading, speech, hidden: 5, factors: 3, width: 4)", 2 * 3 * maps + 11 * 4],
    ["MUTAN(reading, speech, hidden: 5, rank: 3, width: 4)", maps + 2 * 3 * 6 * 5 + 6 * 4],
    ["BLOCK(reading, speech, chunks: 3, part: 5, rank: 2, width: 4)", 3 * (maps + 2 * 2 * 6 * 5) + 16 * 4],
    ["SuperdiagonalPart(reading, speech, part: 5, rank: 2)", maps + 2 * 2 * 6 * 5],
    ["Tucker(reading, speech, hidden: 5, width: 4)", maps + 5 ** 3 + 5 + 6 * 4],
    ["DeepSets([reading, speech], hidden: 5, width: 4)", (8 + 6 + 2 * 3) * 5 + 6 * 5 + 6 * 4],
    ["TanhGate(reading, speech)", (6 + 2) * 8],
    ["HyperNetwork(reading, speech, hidden: 3, width: 4)", 7 * 3 + 4 * 9 * 4],
  ])("%s: %i", (call, count) => {
    expect(weightsOf(`${INPUTS}made = ${call}`)).toBe(count);
  });
});
