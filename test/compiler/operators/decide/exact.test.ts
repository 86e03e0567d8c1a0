/** What ways to join decisions reach where the best possible decision is known, by enumeration or quadrature. */
import { describe, expect, test } from "vitest";
import type { OperatorName } from "../../../../compiler/operators/index.generated.ts";
import type { Category } from "../../../../compiler/types/value-type.ts";
import { add, expectClose, type Grid, type Row, sample, sigmoid, table } from "../kit/arrays.ts";
import { apply } from "../kit/run.ts";
import { type Chosen, feature, logits, probability } from "../kit/types.ts";

const BIT: Category = { name: "Bit", labels: ["no", "yes"] };

/** The probability of "yes" in every row, from each path's own. */
function joined(paths: Grid, settings: Chosen = {}, operator: OperatorName = "vote"): Row {
  const xs = paths.map((path) => ({ type: probability(BIT), values: path.map((p) => [1 - p, p]) }));
  return (apply(operator, { xs }, settings).values as Grid).map((row) => row[1]!);
}

/** Mean -log p of the true label, and how often it is the likelier one, over rows of some probability. */
function judged(yes: Row, truth: Row, weights: Row) {
  const right = yes.map((p, n) => (truth[n] === 1 ? p : 1 - p));
  return {
    surprise: add(right.map((p, n) => -weights[n]! * Math.log(p))),
    accuracy: add(right.map((p, n) => weights[n]! * (p > 0.5 ? 1 : p === 0.5 ? 0.5 : 0))),
  };
}

/** Everything two paths may see: points `x` of a grid, a density each for `no` and `yes`, and the posterior of each. */
function gaussian(sigmas: readonly [number, number]) {
  const steps = 61;
  const along = sigmas.map((sigma) => table(steps, (i) => (i / (steps - 1) - 0.5) * 2 * (1 + 6 * sigma)));
  const points = along[0]!.flatMap((x) => along[1]!.map((y) => [x, y] as const));
  const cell = along.reduce((area, axis) => area * (axis[1]! - axis[0]!), 1);
  const density = (x: number, mean: number, sigma: number) =>
    Math.exp(-(((x - mean) / sigma) ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI));
  const given = (mean: number) =>
    points.map((point) => cell * point.reduce((p, x, m) => p * density(x, mean, sigmas[m]!), 1));
  const posterior = (m: 0 | 1) => points.map((point) => sigmoid((2 * point[m]) / sigmas[m] ** 2));
  return { points, given, paths: [posterior(0), posterior(1)] };
}

/** The normal distribution function, by its own integral. */
function Phi(z: number): number {
  const steps = 20_000;
  const width = (z + 12) / steps;
  return add(
    table(steps, (i) => (width * Math.exp(-((-12 + (i + 0.5) * width) ** 2) / 2)) / Math.sqrt(2 * Math.PI)),
  );
}

describe("redundancy: both modalities see y = ±1 with noise", () => {
  const sigmas = [0.8, 0.8] as const;
  const { points, given, paths } = gaussian(sigmas);
  const truth = [...points.map(() => 0), ...points.map(() => 1)];
  const weights = [...given(-1), ...given(1)].map((w) => w / 2);
  const over = (yes: Row) => judged([...yes, ...yes], truth, weights);

  test("the product of calibrated experts is the posterior of both", () => {
    const bayes = points.map(([x, y]) => sigmoid((2 * x) / sigmas[0] ** 2 + (2 * y) / sigmas[1] ** 2));
    expectClose(joined(paths, {}, "product"), bayes);
    expect(over(joined(paths, {}, "product")).accuracy).toBeCloseTo(Phi(Math.SQRT2 / 0.8), 2);
  });

  test("their mean is right as often, but too unsure", () => {
    // Two posteriors of equal prior average above 1/2 exactly where their log-odds sum above 0.
    const [mean, product] = [over(joined(paths)), over(joined(paths, {}, "product"))];
    expect(mean.accuracy).toBeCloseTo(product.accuracy, 6);
    expect(mean.surprise).toBeGreaterThan(product.surprise + 0.02);
  });

  test("with labels that are not equally frequent, the prior counts once", () => {
    const prior = [0.8, 0.2];
    const odds = Math.log(prior[1]! / prior[0]!);
    const tilted = sigmas.map((sigma, m) =>
      points.map((point) => sigmoid((2 * point[m]!) / sigma ** 2 + odds)),
    );
    const bayes = points.map(([x, y]) => sigmoid((2 * (x + y)) / 0.8 ** 2 + odds));
    expectClose(joined(tilted, { prior }, "product"), bayes);
    const flat = joined(tilted, {}, "product");
    expect(Math.max(...flat.map((p, n) => Math.abs(p - bayes[n]!)))).toBeGreaterThan(0.1);
  });
});

describe("unequal noise: one modality errs in 1 of 10 rows, two in 28 of 100", () => {
  const errors = [0.1, 0.28, 0.28];
  // Every combination of the label and of what three modalities say, with its probability.
  const rows = table(16, (i) => table(4, (bit) => (i >> bit) & 1));
  const truth = rows.map(([y]) => y!);
  const weights = rows.map(
    ([y, ...said]) => 0.5 * errors.reduce((p, e, m) => p * (said[m] === y ? 1 - e : e), 1),
  );
  const paths = errors.map((e, m) => rows.map((row) => (row[m + 1] === 1 ? 1 - e : e)));
  const of = (settings: Chosen, operator?: OperatorName) =>
    judged(joined(paths, settings, operator), truth, weights);

  // The log-odds 2.2 of the surest exceed 2 · 0.94 of the others, so the best decision is the surest modality's; the
  // sum of probabilities 0.9 + 0.28 + 0.28 is below 3/2, so that the mean follows the other two where they agree.
  const best = 0.9;
  const outvoted = 0.9 * (1 - 0.28 ** 2) + 0.1 * 0.72 ** 2;

  test("the product decides as well as can be", () => {
    expect(of({}, "product").accuracy).toBeCloseTo(best, 6);
    const posterior = rows.map((row) =>
      sigmoid(add(errors.map((e, m) => (row[m + 1] === 1 ? 1 : -1) * Math.log((1 - e) / e)))),
    );
    expectClose(joined(paths, {}, "product"), posterior);
  });

  test("the mean and the majority are outvoted by the noisy ones, by a margin that can be computed", () => {
    expect(of({}).accuracy).toBeCloseTo(outvoted, 6);
    expect(of({ rule: "majority" }).accuracy).toBeCloseTo(outvoted, 6);
    expect(best - outvoted).toBeCloseTo(0.0187, 4);
    expect(of({}).surprise).toBeGreaterThan(of({}, "product").surprise);
  });

  test.each([{ rule: "max" }, { weight: "confidence" }, { weight: "confidence", confidence: "entropy" }])(
    "%j follows the surest and decides as well as can be",
    (settings) => expect(of(settings).accuracy).toBeCloseTo(best, 6),
  );
});

describe("XOR: each modality sees one of two bits, and the label is whether they differ", () => {
  const a = [0, 0, 1, 1];
  const b = [0, 1, 0, 1];
  const truth = [0, 1, 1, 0];
  const weights = [0.25, 0.25, 0.25, 0.25];
  /** What two paths could say: their log-odds for 0 and for 1, four numbers each time. */
  const guesses = [...(sample([200, 4], 3) as Grid), [0, 0, 0, 0], [40, -40, 40, -40], [9, -9, -9, 9]];
  const scores = [a, b].map((bits, m) => guesses.flatMap((guess) => bits.map((bit) => guess[2 * m + bit]!)));
  const paths = scores.map((path) => path.map(sigmoid));
  /** How each guess fares. */
  const fare = (yes: Row) => guesses.map((_, i) => judged(yes.slice(4 * i, 4 * i + 4), truth, weights));

  // mean: the four p(true) average 1/2, and log is concave. product and geometric: they are sigmoids of numbers that
  // sum to 0 over the four rows, and log of a sigmoid is concave. Either way the mean log p is at most log 1/2.
  const additive: readonly (readonly [OperatorName, Chosen])[] = [
    ["vote", {}],
    ["vote", { rule: "geometric" }],
    ["product", {}],
    ["product", { prior: [0.7, 0.3] }],
  ];
  test.each(additive)("%s %j is never less surprised than ln 2", (operator, settings) => {
    const surprises = fare(joined(paths, settings, operator)).map(({ surprise }) => surprise);
    expect(Math.min(...surprises)).toBeGreaterThan(Math.LN2 - 1e-5);
  });

  test("which knowing nothing reaches", () => {
    const nothing = guesses.findIndex((guess) => guess.every((s) => s === 0));
    for (const [operator, settings] of additive.slice(0, 3)) {
      expect(fare(joined(paths, settings, operator))[nothing]!.surprise).toBeCloseTo(Math.LN2, 6);
    }
  });

  // All four right would need margins of signs -, +, +, - that are sums f(a) + g(b); those of (0,0) and (1,1) sum to
  // as much as those of (0,1) and (1,0). Where the surest path decides alone, it says the same whatever the other sees.
  const rules = ["mean", "geometric", "majority", "max", "min", "median"].map(
    (rule): readonly [OperatorName, Chosen] => ["vote", { rule }],
  );
  test.each<readonly [OperatorName, Chosen]>([...rules, ["vote", { weight: "confidence" }], ...additive])(
    "%s %j is right in three of four cases at most",
    (operator, settings) => {
      const accuracies = fare(joined(paths, settings, operator)).map(({ accuracy }) => accuracy);
      // Two paths that each vote once agree in two cases only, of which one is right, and tie in the others.
      expect(Math.max(...accuracies)).toBe(settings.rule === "majority" ? 0.5 : 0.75);
    },
  );

  // Dempster's rule decides by the larger product of factors that each see one bit, which is additive in logarithms.
  test("evidential is right in three of four cases at most", () => {
    const values = scores.map((path) => path.map((s) => [1 - s, 1 + s]));
    const xs = values.map((path) => ({ type: logits(BIT), values: path }));
    const yes = (apply("evidential", { xs }).values as Grid).map((row) => row[1]!);
    expect(Math.max(...fare(yes).map(({ accuracy }) => accuracy))).toBe(0.75);
  });

  test("linear stacking is, whatever its weights", () => {
    const xs = paths.map((path) => ({ type: probability(BIT), values: path.map((p) => [1 - p, p]) }));
    const accuracies = table(40, (seed) => {
      const weights = { kernel: sample([4, 2], seed), bias: sample([2], seed + 100) };
      const scored = apply("stacking", { xs }, {}, { weights }).values as Grid;
      return fare(scored.map(([no, yes]) => sigmoid(yes! - no!))).map(({ accuracy }) => accuracy);
    });
    expect(Math.max(...accuracies.flat())).toBe(0.75);
  });

  const sure = (bits: Row) => ({
    type: logits(BIT),
    values: bits.map((bit) => (bit === 1 ? [-9, 9] : [9, -9])),
  });
  const decided = (values: Grid) => values.map(([no, yes]) => (yes! > no! ? 1 : 0));

  test("vcdn reaches what no vote can: it sees the four combinations", () => {
    const weights = {
      hidden_kernel: table(4, (i) => table(4, (j) => (i === j ? 1 : 0))),
      hidden_bias: [0, 0, 0, 0],
      kernel: truth.map((t) => [1 - t, t]),
      bias: [0, 0],
    };
    expect(decided(apply("vcdn", { xs: [sure(a), sure(b)] }, {}, { weights }).values as Grid)).toEqual(truth);
  });

  test("a mixture of experts does too: its gate looks at one bit and chooses who reads the other", () => {
    const gate = { type: feature({ channel: 1 }), values: a.map((bit) => [2 * bit - 1]) };
    const turned = sure(b.map((bit) => 1 - bit));
    const weights = { kernel: [[-9, 9]], bias: [0, 0] };
    const { values } = apply("mixture_of_experts", { gate, xs: [sure(b), turned] }, {}, { weights });
    expect(decided(values as Grid)).toEqual(truth);
    expect(
      judged(
        (values as Grid).map((row) => row[1]!),
        truth,
        [0.25, 0.25, 0.25, 0.25],
      ).surprise,
    ).toBeLessThan(1e-3);
  });

  test("i2m2 is as good as its joint decision where the parts know nothing", () => {
    const idle = { type: logits(BIT), values: a.map(() => [0, 0]) };
    expect(decided(apply("i2m2", { xs: [idle, idle, sure(truth)] }).values as Grid)).toEqual(truth);
  });
});
