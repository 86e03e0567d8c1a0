import { describe, expect, test } from "vitest";
import { compiled, findingsOf } from "../../kit/models.ts";
import { add, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, probabilities, probability, refusal, typeOf, WEATHER } from "../kit/types.ts";

/** Late fusion of decisions about any number of labels, each label by itself. */
const optional = { presence: "optional" } as const;
const xs = [1, 2, 3].map((seed) => fed(probabilities(MOOD), { seed, rows: 4 }));
const said = (m: number, n: number, k: number) => (xs[m]!.values as Grid)[n]![k]!;
const entropy = (p: number) => -p * Math.log(p) - (1 - p) * Math.log(1 - p);

/** What each rule makes of a label's probabilities, by weights. */
const RULES: Readonly<Record<string, (p: Row, w: Row) => number>> = {
  mean: (p, w) => add(p.map((value, m) => value * w[m]!)) / add(w),
  geometric: (p, w) =>
    odds(p.map((value, m) => [value ** (w[m]! / add(w)), (1 - value) ** (w[m]! / add(w))])),
  majority: (p, w) => add(p.map((value, m) => (value > 0.5 ? w[m]! : 0))) / add(w),
  max: (p) => Math.max(...p) / (Math.max(...p) + Math.max(...p.map((value) => 1 - value))),
  min: (p) => Math.min(...p) / (Math.min(...p) + Math.min(...p.map((value) => 1 - value))),
  median: (p) => [...p].sort((a, b) => a - b)[1]!,
};
/** Yes against no, each multiplied over the paths. */
function odds(pairs: readonly (readonly number[])[]): number {
  const [yes, no] = [0, 1].map((at) => pairs.reduce((product, pair) => product * pair[at]!, 1));
  return yes! / (yes! + no!);
}
const byRule = (rule: string, weights: (p: Row) => Row, of: readonly number[] = [0, 1, 2]) =>
  table(4, (n) =>
    table(3, (k) => {
      const p = of.map((m) => said(m, n, k));
      return RULES[rule]!(p, weights(p));
    }),
  );

describe("a vote about any number of labels", () => {
  test("gives each label a probability of its own, and refuses what is about one label of them", () => {
    expect(typeOf("vote", { xs: [probabilities(MOOD), probabilities(MOOD)] })).toBe(
      "probabilities<Mood>[label: 3]",
    );
    expect(refusal("vote", { xs: [probabilities(MOOD), logits(MOOD)] })).toBe("decisions_differ at xs");
    expect(refusal("product", { xs: [probability(MOOD), probabilities(MOOD)] })).toBe(
      "decisions_differ at xs",
    );
    expect(refusal("vote", { xs: [probabilities(MOOD), probabilities(WEATHER)] })).toBe(
      "categories_differ at xs",
    );
  });

  test("has no weights by validation, and no prior of 1", () => {
    const two = { xs: [probabilities(MOOD), probabilities(MOOD)] };
    expect(refusal("vote", two, { weight: "validation" })).toBe("setting_idle at weight");
    expect(refusal("product", two, { prior: [0.1, 1, 0.2] })).toBe("setting_range at prior");
  });

  test.each(Object.keys(RULES))("joins each label by itself with the rule %s", (rule) => {
    expectClose(
      apply("vote", { xs }, { rule }).values,
      byRule(rule, (p) => p.map(() => 1)),
    );
  });

  test.each(["mean", "geometric", "majority"])("weighs paths with the rule %s", (rule) => {
    const { values, weights } = apply("vote", { xs }, { rule, weight: "learned" });
    expectClose(
      values,
      byRule(rule, () => (weights.votes as Row).map(Math.exp)),
    );
    expectClose(
      apply("vote", { xs }, { rule, weight: "confidence" }).values,
      byRule(rule, (p) => p.map((value) => Math.max(value, 1 - value))),
    );
    expectClose(
      apply("vote", { xs }, { rule, weight: "confidence", confidence: "entropy" }).values,
      byRule(rule, (p) => p.map((value) => 1 - entropy(value) / Math.log(2))),
      1e-4,
    );
  });

  test("leaves out what a record lacks", () => {
    const [a, b] = xs;
    const lacking = { ...b!, type: probabilities(MOOD, {}, optional), presence: [1, 0, 1, 0] };
    const both = byRule("mean", () => [1, 1], [0, 1]);
    const { values } = apply("vote", { xs: [a!, lacking] });
    expectClose(
      values,
      table(4, (n) => (n % 2 === 0 ? both[n]! : (a!.values as Grid)[n]!)),
    );
  });
});

describe("a product about any number of labels", () => {
  test.each([undefined, [0.1, 0.5, 0.8]])(
    "multiplies yes against no for each, with the prior %j",
    (prior) => {
      const expected = table(4, (n) =>
        table(3, (k) => {
          const q = prior?.[k] ?? 0.5;
          return odds([
            ...[0, 1, 2].map((m) => [said(m, n, k), 1 - said(m, n, k)]),
            [q ** -2, (1 - q) ** -2],
          ]);
        }),
      );
      expectClose(apply("product", { xs }, { prior }).values, expected);
    },
  );
});

const MODEL = `category Tag = ["old", "red", "round"]
category Grade = ["low", "middle", "high"]
model Thing {
  input a: vector(6)
  optional input b: vector(4)
  first  = a |> tag(Tag)
  second = b |> tag(Tag)
  output tags: set<Tag> = vote(first, second, weight: learned)
  output grade: ordered Grade = vote(a |> rank(Grade), b |> classify(Grade), weight: learned)
}
data Things {
  from: "things.csv"
  a = column("a")
  b = column("b")
  tags = column("tags")
  grade = column("grade")
  split: column("split")
}
train Thing on Things {
  minimise {
    tags  = binary_cross_entropy(tags)
    first = 0.3 * binary_cross_entropy(first, target: tags)
    grade = ordinal(grade)
  }
  optimizer: adam
  epochs: 1
  batch: 4
}`;

test("outputs take late fusions of sets, and of heads that know the order of labels and those that do not", () => {
  expect(findingsOf(MODEL)).toEqual([]);
  expect(compiled(MODEL).model.variables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["tags/vote/votes", "grade/vote/votes"]),
  );
});
