import { describe, expect, test } from "vitest";
import { add, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, probability, refusal, typeOf, WEATHER } from "../kit/types.ts";

describe("the type of vote", () => {
  test("is a probability of the category that all decide about", () => {
    expect(typeOf("vote", { xs: [logits(MOOD), probability(MOOD)] })).toBe("probability<Mood>[label: 3]");
    expect(typeOf("vote", { xs: [logits(MOOD, { word: 2 }), logits(MOOD, { word: 2 })] })).toBe(
      "probability<Mood>[word: 2, label: 3]",
    );
  });

  test("refuses decisions about different things, even of equal size", () => {
    expect(refusal("vote", { xs: [logits(MOOD), logits(WEATHER)] })).toBe("categories_differ at xs");
    expect(refusal("vote", { xs: [logits(MOOD), logits(MOOD, { word: 2 })] })).toBe("axes_differ at xs");
  });
});

const optional = { presence: "optional" } as const;

/** `Σ w p / Σ w` for one record. */
const voted = (decisions: Grid, weights: Row) =>
  decisions[0]!.map((_, k) => add(decisions.map((p, m) => p[k]! * weights[m]!)) / add(weights));

describe("what vote computes", () => {
  const [a, b, c] = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 3 }));
  const decisions = [a, b, c].map((x) => (x!.values as Grid).map(softmax));
  const record = (n: number) => decisions.map((rows) => rows[n]!);
  const xs = [a!, b!, c!];

  test("equal votes are the mean of the probabilities", () => {
    const { values, weights } = apply("vote", { xs });
    expectClose(
      values,
      table(3, (n) => voted(record(n), [1, 1, 1])),
    );
    expect(weights).toEqual({});
  });

  test("learned votes are weighed by one trained number each, at first equal", () => {
    const { values, weights, initialisers } = apply("vote", { xs }, { weight: "learned" });
    expectClose(
      values,
      table(3, (n) => voted(record(n), (weights.votes as Row).map(Math.exp))),
    );
    expect(initialisers).toEqual({ votes: { kind: "zeros" } });
  });

  test("confident votes are weighed by their own largest probability, row by row", () => {
    const { values } = apply("vote", { xs }, { weight: "confidence" });
    expectClose(
      values,
      table(3, (n) =>
        voted(
          record(n),
          record(n).map((p) => Math.max(...p)),
        ),
      ),
    );
  });

  test.each(["equal", "learned", "confidence"])("%s votes of absent paths are left out", (weight) => {
    const presence = [
      [1, 1, 0],
      [1, 0, 1],
    ];
    const some = [
      fed(logits(MOOD, {}, optional), { seed: 1, rows: 3, presence: presence[0]! }),
      fed(logits(MOOD, {}, optional), { seed: 2, rows: 3, presence: presence[1]! }),
    ];
    const { values, weights } = apply("vote", { xs: some }, { weight });
    const own = (n: number, m: number) =>
      weight === "learned"
        ? Math.exp((weights.votes as Row)[m]!)
        : weight === "confidence"
          ? Math.max(...decisions[m]![n]!)
          : 1;
    expectClose(
      values,
      table(3, (n) =>
        voted(
          [decisions[0]![n]!, decisions[1]![n]!],
          [presence[0]![n]! * own(n, 0), presence[1]![n]! * own(n, 1)],
        ),
      ),
    );
  });

  test("takes probabilities as they are, and gives the logarithm of its own", () => {
    const sure = { type: probability(MOOD), values: [[1, 0, 0]] };
    const unsure = { type: probability(MOOD), values: [[0.5, 0.25, 0.25]] };
    const { values, log } = apply("vote", { xs: [sure, unsure] });
    expectClose(values, [[0.75, 0.125, 0.125]]);
    expectClose(log!, [[0.75, 0.125, 0.125].map(Math.log)]);
  });

  test("of one path that is there is that path", () => {
    const there = fed(logits(MOOD), { seed: 1 });
    const absent = fed(logits(MOOD, {}, optional), { seed: 2, presence: [0, 0] });
    expectClose(apply("vote", { xs: [there, absent] }).values, (there.values as Grid).map(softmax));
  });
});
