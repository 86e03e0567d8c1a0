import { describe, expect, test } from "vitest";
import { add, affine, type Cube, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, logits, MOOD, probability, refusal, typeOf, WEATHER } from "../kit/types.ts";

const gate = fed(feature({ channel: 4 }), { seed: 7, rows: 3 });

describe("the type of mixture_of_experts", () => {
  const g = feature({ channel: 4 });

  test("is what the experts are", () => {
    expect(typeOf("mixture_of_experts", { gate: g, xs: [logits(MOOD), probability(MOOD)] })).toBe(
      "probability<Mood>[label: 3]",
    );
    const features = [feature({ word: 2, channel: 5 }), feature({ word: 2, channel: 5 })];
    expect(typeOf("mixture_of_experts", { gate: g, xs: features })).toBe("feature[word: 2, channel: 5]");
    expect(typeOf("mixture_of_experts", { gate: feature({ word: 2, channel: 4 }), xs: features })).toBe(
      "feature[word: 2, channel: 5]",
    );
  });

  test("refuses experts that have little in common, and gates at other places", () => {
    const two = [logits(MOOD), logits(MOOD)];
    const mixed = [logits(MOOD), feature({ channel: 3 })];
    expect(refusal("mixture_of_experts", { gate: g, xs: mixed })).toBe("experts_differ at xs.1");
    expect(refusal("mixture_of_experts", { gate: g, xs: [logits(MOOD), logits(WEATHER)] })).toBe(
      "categories_differ at xs",
    );
    expect(refusal("mixture_of_experts", { gate: feature({ word: 2, channel: 4 }), xs: two })).toBe(
      "axes_differ at gate",
    );
    expect(refusal("mixture_of_experts", { gate: feature({ word: 2 }), xs: two })).toBe(
      "axis_missing at gate",
    );
  });
});

const mixed = (experts: Grid, shares: Row) =>
  experts[0]!.map((_, k) => add(experts.map((expert, m) => expert[k]! * shares[m]!)));

describe("what mixture_of_experts computes", () => {
  const experts = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 3 }));
  const features = [1, 2].map((seed) => fed(feature({ word: 2, channel: 5 }), { seed, rows: 3 }));
  const seen = (n: number) => (gate.values as Grid)[n]!;

  test("averages probabilities by the softmax of a linear gate", () => {
    const { values, weights } = apply("mixture_of_experts", { gate, xs: experts });
    expectClose(
      values,
      table(3, (n) =>
        mixed(
          experts.map((x) => softmax((x.values as Grid)[n]!)),
          softmax(affine(seen(n), weights.kernel as Grid, weights.bias as Row)),
        ),
      ),
    );
  });

  test("averages features at every place, with a gate of two layers", () => {
    const { values, weights } = apply("mixture_of_experts", { gate, xs: features }, { hidden: 3 });
    expectClose(
      values,
      table(3, (n) => {
        const hidden = affine(seen(n), weights.hidden_kernel as Grid, weights.hidden_bias as Row);
        const shares = softmax(
          affine(
            hidden.map((h) => Math.max(h, 0)),
            weights.kernel as Grid,
            weights.bias as Row,
          ),
        );
        return table(2, (place) =>
          mixed(
            features.map((x) => (x.values as Cube)[n]![place]!),
            shares,
          ),
        );
      }),
    );
  });

  test("may choose anew at every place", () => {
    const places = fed(feature({ word: 2, channel: 4 }), { seed: 9, rows: 3 });
    const { values, weights } = apply("mixture_of_experts", { gate: places, xs: features });
    expectClose(
      values,
      table(3, (n) =>
        table(2, (place) =>
          mixed(
            features.map((x) => (x.values as Cube)[n]![place]!),
            softmax(affine((places.values as Cube)[n]![place]!, weights.kernel as Grid, weights.bias as Row)),
          ),
        ),
      ),
    );
  });

  test("chooses among the experts that are there", () => {
    const there = [
      [1, 1, 0],
      [1, 0, 1],
      [0, 1, 1],
    ];
    const some = experts.map((x, m) => ({
      type: logits(MOOD, {}, { presence: "optional" }),
      values: (x.values as Grid).map((row, n) => (there[m]![n] === 1 ? row : row.map(() => Number.NaN))),
      presence: there[m]!,
    }));
    const { values, weights } = apply("mixture_of_experts", { gate, xs: some });
    expectClose(
      values,
      table(3, (n) => {
        const left = [0, 1, 2].filter((m) => there[m]![n] === 1);
        const scores = affine(seen(n), weights.kernel as Grid, weights.bias as Row);
        return mixed(
          left.map((m) => softmax((experts[m]!.values as Grid)[n]!)),
          softmax(left.map((m) => scores[m]!)),
        );
      }),
    );
  });

  test("counts the experts alike where the gate has nothing to look at", () => {
    const nothing = fed(feature({ channel: 4 }, { presence: "optional" }), { rows: 3, presence: [0, 0, 0] });
    expectClose(
      apply("mixture_of_experts", { gate: nothing, xs: experts }).values,
      apply("vote", { xs: experts }).values,
    );
  });
});
