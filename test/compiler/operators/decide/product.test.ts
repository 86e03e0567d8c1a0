import { describe, expect, test } from "vitest";
import { add, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, probability, refusal, typeOf, WEATHER } from "../kit/types.ts";

describe("the type of product", () => {
  test("is a probability of the category that all decide about", () => {
    expect(typeOf("product", { xs: [logits(MOOD), probability(MOOD)] })).toBe("probability<Mood>[label: 3]");
  });

  test("refuses decisions about different things, and a prior of other labels", () => {
    expect(refusal("product", { xs: [logits(MOOD), logits(WEATHER)] })).toBe("categories_differ at xs");
    expect(refusal("product", { xs: [logits(MOOD), logits(MOOD)] }, { prior: [1, 2] })).toBe(
      "label_numbers at prior",
    );
  });
});

const optional = { presence: "optional" } as const;
const normalised = (row: Row) => row.map((p) => p / add(row));

/** `Π p_m / π^(M - 1)`, brought to the sum 1. */
const multiplied = (decisions: Grid, prior: Row = [1, 1, 1]) =>
  normalised(
    decisions.reduce(
      (q, p) => q.map((value, k) => (value * p[k]!) / normalised(prior)[k]!),
      [...normalised(prior)],
    ),
  );

describe("what product computes", () => {
  const xs = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 3 }));
  const record = (n: number) => xs.map((x) => softmax((x.values as Grid)[n]!));

  test.each([undefined, [0.5, 0.3, 0.2], [5, 3, 2]])("with the prior %j", (prior) => {
    const { values } = apply("product", { xs }, { prior });
    expectClose(
      values,
      table(3, (n) => multiplied(record(n), prior)),
    );
  });

  test("an expert who knows no more than the prior changes nothing", () => {
    const prior = [0.5, 0.3, 0.2];
    const [a, b] = xs;
    const idle = { type: probability(MOOD), values: table(3, () => prior) };
    expectClose(
      apply("product", { xs: [a!, b!, idle] }, { prior }).values,
      apply("product", { xs: [a!, b!] }, { prior }).values,
    );
    const even = { type: logits(MOOD), values: table(3, () => [2, 2, 2]) };
    expectClose(
      apply("product", { xs: [a!, even] }).values,
      table(3, (n) => record(n)[0]!),
    );
  });

  test("is of the experts that are there, whichever they are; of none, the prior", () => {
    const prior = [0.5, 0.3, 0.2];
    const subsets = table(8, (i) => table(3, (m) => (i >> m) & 1));
    const decisions = record(0);
    const some = table(3, (m) => ({
      type: probability(MOOD, {}, optional),
      values: subsets.map((present) => (present[m] === 1 ? decisions[m]! : [Number.NaN, 0, 9])),
      presence: subsets.map((present) => present[m]!),
    }));
    expectClose(
      apply("product", { xs: some }, { prior }).values,
      subsets.map((present) => {
        const there = decisions.filter((_, m) => present[m] === 1);
        return there.length === 0 ? prior : multiplied(there, prior);
      }),
    );
  });

  test("keeps tiny probabilities apart that would all be rounded to 0", () => {
    const unlikely = { type: logits(MOOD), values: [[0, -80, -82]] };
    const opposed = { type: logits(MOOD), values: [[-300, 0, 0]] };
    const { values } = apply("product", { xs: [unlikely, opposed] });
    expectClose(values, [softmax([-300, -80, -82])]);
  });
});
