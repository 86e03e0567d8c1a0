import { describe, expect, test } from "vitest";
import { add, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { type Chosen, logits, MOOD, probability, refusal, typeOf, WEATHER } from "../kit/types.ts";

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

describe("the settings of vote", () => {
  const xs = [logits(MOOD), logits(MOOD)];

  test("weights belong to rules that count votes", () => {
    expect(refusal("vote", { xs }, { rule: "median", weight: "learned" })).toBe("setting_idle at weight");
    expect(typeOf("vote", { xs }, { rule: "majority", weight: "learned" })).toBe(
      "probability<Mood>[label: 3]",
    );
  });

  test("how sure a path is belongs to votes by confidence", () => {
    expect(refusal("vote", { xs }, { confidence: "entropy" })).toBe("setting_idle at confidence");
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

const total = (row: Row) => row.map((p) => p / add(row));

/** The middle number, or the mean of the middle two. */
function median(numbers: Row): number {
  const ordered = [...numbers].sort((a, b) => a - b);
  return (ordered[Math.floor((ordered.length - 1) / 2)]! + ordered[Math.floor(ordered.length / 2)]!) / 2;
}

/** What each rule makes of one record's decisions, by its definition. */
const RULES: Readonly<Record<string, (decisions: Grid) => Row>> = {
  mean: (decisions) => total(decisions[0]!.map((_, k) => add(decisions.map((p) => p[k]!)))),
  geometric: (decisions) =>
    total(decisions[0]!.map((_, k) => decisions.reduce((q, p) => q * p[k]!, 1) ** (1 / decisions.length))),
  majority: (decisions) =>
    total(
      decisions[0]!.map((_, k) =>
        add(
          decisions.map((p) => {
            const most = p.filter((q) => q === Math.max(...p)).length;
            return p[k] === Math.max(...p) ? 1 / most : 0;
          }),
        ),
      ),
    ),
  max: (decisions) => total(decisions[0]!.map((_, k) => Math.max(...decisions.map((p) => p[k]!)))),
  min: (decisions) => total(decisions[0]!.map((_, k) => Math.min(...decisions.map((p) => p[k]!)))),
  median: (decisions) => total(decisions[0]!.map((_, k) => median(decisions.map((p) => p[k]!)))),
};

describe.each(Object.keys(RULES))("the rule %s", (rule) => {
  test.each([2, 3, 4, 5, 7])("of %i paths", (paths) => {
    const xs = table(paths, (m) => fed(logits(MOOD), { seed: m + 1, rows: 4 }));
    const { values } = apply("vote", { xs }, { rule });
    expectClose(
      values,
      table(4, (n) => RULES[rule]!(xs.map((x) => softmax((x.values as Grid)[n]!)))),
    );
  });

  test("is of the paths that are there, whichever they are", () => {
    const paths = 4;
    const subsets = table(2 ** paths - 1, (i) => table(paths, (m) => ((i + 1) >> m) & 1));
    const decision = table(paths, (m) => (fed(logits(MOOD), { seed: m + 1, rows: 1 }).values as Grid)[0]!);
    const xs = table(paths, (m) => ({
      type: logits(MOOD, {}, optional),
      values: subsets.map((present) =>
        present[m] === 1 ? decision[m]! : [Number.NaN, 3, Number.POSITIVE_INFINITY],
      ),
      presence: subsets.map((present) => present[m]!),
    }));
    expectClose(
      apply("vote", { xs }, { rule }).values,
      subsets.map((present) => RULES[rule]!(decision.filter((_, m) => present[m] === 1).map(softmax))),
    );
  });

  test("of paths that agree is what they say", () => {
    const x = fed(logits(MOOD), { seed: 5, rows: 3 });
    const expected = (x.values as Grid).map((row) => RULES[rule]!([softmax(row)]));
    expectClose(apply("vote", { xs: [x, x, x] }, { rule }).values, expected);
  });

  test("stays finite where every label is ruled out by some path", () => {
    const xs = table(3, (m) => ({
      type: logits(MOOD),
      values: [table(3, (k) => (k === m ? 200 : -200))],
    }));
    const { values } = apply("vote", { xs }, { rule });
    expectClose(values, [table(3, () => 1 / 3)]);
  });
});

describe("how sure a path is", () => {
  const sure = { type: probability(MOOD), values: [[0.8, 0.1, 0.1]] };
  const even = { type: probability(MOOD), values: [[1 / 3, 1 / 3, 1 / 3]] };
  const leaning = { type: probability(MOOD), values: [[0.2, 0.3, 0.5]] };
  const entropy = (p: Row) => -add(p.map((q) => q * Math.log(q)));

  test("by entropy is one minus its share of the largest", () => {
    const decisions = [sure.values[0]!, leaning.values[0]!];
    const { values } = apply(
      "vote",
      { xs: [sure, leaning] },
      { weight: "confidence", confidence: "entropy" },
    );
    expectClose(values, [
      voted(
        decisions,
        decisions.map((p) => 1 - entropy(p) / Math.log(3)),
      ),
    ]);
  });

  test("by entropy leaves a path out that knows nothing", () => {
    const { values } = apply("vote", { xs: [sure, even] }, { weight: "confidence", confidence: "entropy" });
    expectClose(values, sure.values);
  });

  test("by entropy still decides where no path knows anything", () => {
    const { values } = apply("vote", { xs: [even, even] }, { weight: "confidence", confidence: "entropy" });
    expectClose(values, even.values);
  });

  test.each(["max", "entropy"])(
    "by %s really matters: a sure path outvotes two that lean away",
    (confidence) => {
      const xs = [
        [0.75, 0.15, 0.1],
        [0.15, 0.5, 0.35],
        [0.15, 0.5, 0.35],
      ].map((p) => ({ type: probability(MOOD), values: [p] }));
      const decided = (settings: Chosen) => {
        const [row] = apply("vote", { xs }, settings).values as Grid;
        return row!.indexOf(Math.max(...row!));
      };
      expect(decided({})).toBe(1);
      expect(decided({ weight: "confidence", confidence })).toBe(0);
    },
  );
});

describe("votes by validation", () => {
  const xs = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 4 }));
  const record = (n: number) => xs.map((x) => softmax((x.values as Grid)[n]!));
  const weight = "validation";

  test("are of one decision per record", () => {
    const perWord = [logits(MOOD, { word: 2 }), logits(MOOD, { word: 2 })];
    expect(refusal("vote", { xs: perWord }, { weight })).toBe("decision_places at xs");
  });

  test.each(["mean", "geometric", "majority"])(
    "are weighed by each path's accuracy, by the rule %s",
    (rule) => {
      const accuracies = [0.9, 0.2, 0.5];
      const { values, weights, initialisers } = apply(
        "vote",
        { xs },
        { weight, rule },
        { states: { accuracies } },
      );
      const learned = apply(
        "vote",
        { xs },
        { weight: "learned", rule },
        { weights: { votes: accuracies.map(Math.log) } },
      );
      expectClose(values, learned.values);
      expect(weights).toEqual({});
      expect(initialisers).toEqual({ accuracies: { kind: "ones" } });
    },
  );

  test("are equal where no path is ever right", () => {
    const states = { accuracies: [0, 0, 0] };
    expectClose(
      apply("vote", { xs }, { weight }, { states }).values,
      table(4, (n) => voted(record(n), [1, 1, 1])),
    );
  });

  test("judge a path by the records that have it", () => {
    const labels = [0, 1, 2, 0];
    const presence = [1, 1, 0, 1];
    const some = { ...xs[1]!, type: logits(MOOD, {}, optional), presence };
    const { judged } = apply("vote", { xs: [xs[0]!, some] }, { weight }, { labels });
    const right = (m: number, n: number) => {
      const p = record(n)[m]!;
      return p.indexOf(Math.max(...p)) === labels[n] ? 1 : 0;
    };
    expect(judged.accuracies).toEqual({
      values: table(4, (n) => [right(0, n), right(1, n) * presence[n]!]),
      counts: table(4, (n) => [1, presence[n]!]),
    });
  });
});

test("learned weights count in a majority and in a geometric mean", () => {
  const xs = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 2 }));
  const votes = [0.3, -0.4, 1.1];
  const shares = total(votes.map(Math.exp));
  const record = (n: number) => xs.map((x) => softmax((x.values as Grid)[n]!));
  const given = { weights: { votes } };
  expectClose(
    apply("vote", { xs }, { weight: "learned", rule: "majority" }, given).values,
    table(2, (n) =>
      table(3, (k) => add(record(n).map((p, m) => (p[k] === Math.max(...p) ? shares[m]! : 0)))),
    ),
  );
  expectClose(
    apply("vote", { xs }, { weight: "learned", rule: "geometric" }, given).values,
    table(2, (n) =>
      total(table(3, (k) => record(n).reduce((product, p, m) => product * p[k]! ** shares[m]!, 1))),
    ),
  );
});
