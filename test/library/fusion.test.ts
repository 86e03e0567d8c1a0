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
      const left = mapped(w, "left/dense/", x);
      const right = affine(y, w.map as Grid, w.shift as Row);
      const fused = (w.offset as Row).map(
        (offset, u) =>
          offset +
          add(left.flatMap((a, i) => right.map((b, j) => a * b * (w.core as readonly Grid[])[u]![i]![j]!))),
      );
      return affine(fused, w.last as Grid, w.bias as Row);
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
  ])("%s: %i", (call, count) => {
    expect(weightsOf(`${INPUTS}made = ${call}`)).toBe(count);
  });
});
