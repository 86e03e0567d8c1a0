import { describe, expect, test } from "vitest";
import { affine, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, probability, typeOf } from "../kit/types.ts";

describe("stacking", () => {
  const xs = [fed(logits(MOOD), { seed: 1, rows: 3 }), fed(probability(MOOD), { seed: 2, rows: 3 })];
  const said = (n: number): Row => [...softmax((xs[0]!.values as Grid)[n]!), ...(xs[1]!.values as Grid)[n]!];

  test("gives logits", () => {
    expect(typeOf("stacking", { xs: [logits(MOOD), probability(MOOD)] })).toBe("logits<Mood>[label: 3]");
  });

  test("maps all probabilities linearly", () => {
    const { values, weights } = apply("stacking", { xs });
    expectClose(
      values,
      table(3, (n) => affine(said(n), weights.kernel as Grid, weights.bias as Row)),
    );
  });

  test("with a hidden layer, and over logarithms", () => {
    const { values, weights } = apply("stacking", { xs }, { of: "log_probability", hidden: 4 });
    expectClose(
      values,
      table(3, (n) => {
        const hidden = affine(
          said(n).map(Math.log),
          weights.hidden_kernel as Grid,
          weights.hidden_bias as Row,
        );
        return affine(
          hidden.map((h) => Math.max(h, 0)),
          weights.kernel as Grid,
          weights.bias as Row,
        );
      }),
    );
  });

  test.each(["probability", "log_probability"])("an absent path counts like an even one, of %s", (of) => {
    const absent = { ...fed(logits(MOOD, {}, { presence: "optional" }), { rows: 3 }), presence: [0, 0, 0] };
    const even = { type: logits(MOOD), values: table(3, () => [1, 1, 1]) };
    expectClose(
      apply("stacking", { xs: [xs[0]!, absent] }, { of }).values,
      apply("stacking", { xs: [xs[0]!, even] }, { of }).values,
    );
  });
});
