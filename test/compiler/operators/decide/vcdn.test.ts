import { describe, expect, test } from "vitest";
import { affine, expectClose, type Grid, type Row, sigmoid, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, typeOf } from "../kit/types.ts";

describe("vcdn", () => {
  const xs = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 2 }));

  test("gives logits", () => {
    expect(typeOf("vcdn", { xs: [logits(MOOD), logits(MOOD)] })).toBe("logits<Mood>[label: 3]");
  });

  test("decides by a number for every combination of labels, the first view's slowest", () => {
    const { values, weights } = apply("vcdn", { xs }, { hidden: 4 });
    expectClose(
      values,
      table(2, (n) => {
        const [a, b, c] = xs.map((x) => (x.values as Grid)[n]!.map(sigmoid));
        const combined = a!.flatMap((p) => b!.flatMap((q) => c!.map((r) => p * q * r)));
        const hidden = affine(combined, weights.hidden_kernel as Grid, weights.hidden_bias as Row);
        return affine(
          hidden.map((h) => (h > 0 ? h : h / 4)),
          weights.kernel as Grid,
          weights.bias as Row,
        );
      }),
    );
  });

  test("has a hidden unit for every combination unless told otherwise", () => {
    const { weights } = apply("vcdn", { xs });
    expect((weights.hidden_kernel as Grid)[0]).toHaveLength(27);
  });

  test("an absent view says one half of every label", () => {
    const absent = fed(logits(MOOD, {}, { presence: "optional" }), { presence: [0, 0] });
    const half = { type: logits(MOOD), values: table(2, () => [0, 0, 0]) };
    expectClose(apply("vcdn", { xs: [xs[0]!, absent] }).values, apply("vcdn", { xs: [xs[0]!, half] }).values);
  });
});
