import { describe, expect, it } from "vitest";
import { calibrated, coin, lackingSecond } from "./kit/coins.ts";
import { answers, expected, type Seen } from "./kit/exact.ts";
import { below } from "./kit/normal.ts";

const best = (rows: readonly Seen[]) =>
  expected(
    rows,
    rows.map(({ chance }) => chance),
  );
const HEADS = (count: number) =>
  Array.from({ length: count }, (_, m) => `p${m + 1} = x${m + 1} |> classify(Bit)`).join("\n");
const output = (expression: string, count: number) => `${HEADS(count)}\noutput answer: Bit = ${expression}`;
const apart = (a: readonly number[], rows: readonly Seen[]) =>
  Math.max(...a.map((answer, i) => Math.abs(answer - rows[i]!.chance)));

describe("two modalities that see one coin equally well", () => {
  const noises = [1.2, 1.2];
  const rows = coin(noises, 40);

  it("know it as often as computed: the log-odds are normal, of mean 4 / noise² and variance 8 / noise²", () => {
    expect(Math.abs(best(rows).accuracy - below(Math.SQRT2 / 1.2))).toBeLessThan(0.005);
  });

  it("are the true posterior as a product of calibrated linear heads: the log-odds of independent evidence add", () => {
    const given = answers(output("product(p1, p2)", 2), rows, calibrated(noises));
    expect(apart(given, rows)).toBeLessThan(1e-5);
  });

  it("are the true posterior as i2m2 of linear heads, whose logits add", () => {
    const given = answers(output("i2m2(p1, p2)", 2), rows, calibrated(noises));
    expect(apart(given, rows)).toBeLessThan(1e-5);
  });

  it("are the true posterior as concat under a linear head, whose logits are linear in both", () => {
    const per = 1 / 1.2 ** 2;
    const given = answers("output answer: Bit = concat(x1, x2) |> classify(Bit)", rows, {
      "classify/kernel": [-per, per, -per, per],
      "classify/bias": [0, 0],
    });
    expect(apart(given, rows)).toBeLessThan(1e-5);
  });

  it("decide as well as a mean of two probabilities, which is less sure: tanh is odd and monotone, and its mean is flat", () => {
    const given = answers(output("vote(p1, p2, weight: equal)", 2), rows, calibrated(noises));
    const { accuracy, logLoss } = expected(rows, given);
    // (tanh u + tanh v) / 2 is above 0 where u + v is.
    expect(accuracy).toBeCloseTo(best(rows).accuracy, 6);
    expect(logLoss).toBeGreaterThan(best(rows).logLoss + 0.02);
  });
});

describe("three modalities of unequal noise", () => {
  const noises = [0.6, 1.5, 1.5];
  const rows = coin(noises, 16);
  const given = (expression: string) => answers(output(expression, 3), rows, calibrated(noises));
  const [mean, majority, product, confident] = [
    given("vote(p1, p2, p3, weight: equal)"),
    given("vote(p1, p2, p3, rule: majority)"),
    given("product(p1, p2, p3)"),
    given("vote(p1, p2, p3, weight: confidence)"),
  ];

  it("are the true posterior as a product of calibrated linear heads, right Φ(√Σ 1/noise²) of the time", () => {
    expect(apart(product, rows)).toBeLessThan(1e-5);
    const root = Math.sqrt(noises.reduce((sum, noise) => sum + 1 / noise ** 2, 0));
    expect(Math.abs(expected(rows, product).accuracy - below(root))).toBeLessThan(0.01);
  });

  it("lose what is computed by a majority: two of three have to be right, whoever they are", () => {
    const [a, b, c] = noises.map((noise) => below(1 / noise)) as [number, number, number];
    const right = a * b + a * c + b * c - 2 * a * b * c;
    expect(Math.abs(expected(rows, majority).accuracy - right)).toBeLessThan(0.01);
    // The best of them alone is right Φ(1/noise) of the time, which is more.
    expect(right).toBeLessThan(a);
  });

  it("lose by a mean of probabilities: each has the same say, by at most 1/3 however sure it is", () => {
    const byHand = rows.map(({ x }) => {
      const shares = x.map((value, m) => 1 / (1 + Math.exp((-2 * value!) / noises[m]! ** 2)));
      return shares.reduce((sum, share) => sum + share, 0) / 3;
    });
    const byLoops = expected(rows, byHand);
    const { accuracy, logLoss } = expected(rows, mean);
    expect(accuracy).toBeCloseTo(byLoops.accuracy, 6);
    expect(logLoss).toBeCloseTo(byLoops.logLoss, 5);
    expect(expected(rows, product).accuracy - accuracy).toBeGreaterThan(0.01);
    expect(logLoss - expected(rows, product).logLoss).toBeGreaterThan(0.1);
  });

  it("lose less where the surest counts most, and still are not the posterior", () => {
    expect(expected(rows, confident).logLoss).toBeLessThan(expected(rows, mean).logLoss - 0.01);
    expect(expected(rows, confident).logLoss).toBeGreaterThan(expected(rows, product).logLoss + 0.01);
    expect(expected(rows, confident).accuracy).toBeGreaterThan(expected(rows, mean).accuracy);
  });
});

describe("a modality that is missing", () => {
  const noises = [1, 0.8];
  const rows = coin(noises, 30);
  const share = 0.4;

  it("at random is left out of the true posterior, and of a product of calibrated linear heads", () => {
    const some = lackingSecond(rows, noises, [share, share]);
    const given = answers(output("product(p1, p2)", 2), some, calibrated(noises));
    expect(apart(given, some)).toBeLessThan(1e-5);
    const both = below(Math.sqrt(1 / noises[0]! ** 2 + 1 / noises[1]! ** 2));
    const right = (1 - share) * both + share * below(1 / noises[0]!);
    expect(Math.abs(expected(some, given).accuracy - right)).toBeLessThan(0.01);
  });

  it("more often for one label than for the other says something itself, which calibrated experts do not know", () => {
    const some = lackingSecond(rows, noises, [0.2, 0.6]);
    const given = answers(output("product(p1, p2)", 2), some, calibrated(noises));
    // In the rows without it the answer is the first head's, and the log-odds are off by ln(0.6 / 0.2).
    for (const [i, { x, chance }] of some.entries()) {
      if (x[1] !== undefined) continue;
      const off = Math.log(chance / (1 - chance)) - Math.log(given[i]! / (1 - given[i]!));
      expect(off).toBeCloseTo(Math.log(3), 3);
    }
    expect(expected(some, given).logLoss).toBeGreaterThan(best(some).logLoss + 0.02);
  });

  it("more often for one label is the true posterior as a product whose first head leans, and whose second leans back", () => {
    const [zero, one] = [0.2, 0.6];
    const some = lackingSecond(rows, noises, [zero, one]);
    // Alone the first head's logits hold the log-odds of lacking, and both together those of being there.
    const [lacking, there] = [Math.log(one / zero), Math.log((1 - one) / (1 - zero))];
    const given = answers(output("product(p1, p2)", 2), some, {
      ...calibrated(noises),
      "p1/classify/bias": [0, lacking],
      "p2/classify/bias": [0, there - lacking],
    });
    expect(apart(given, some)).toBeLessThan(1e-5);
  });

  it("more often for one label is the true posterior as concat with its flag under a linear head", () => {
    const [zero, one] = [0.2, 0.6];
    const some = lackingSecond(rows, noises, [zero, one]);
    // Logits of label 1: 2 x1 / noise², 2 x2 / noise² (0 where it is lacking), and the log-odds of its being there.
    const [lacking, there] = [Math.log(one / zero), Math.log((1 - one) / (1 - zero))];
    const given = answers("output answer: Bit = concat(x1, x2) |> classify(Bit)", some, {
      "classify/kernel": [0, 2 / noises[0]! ** 2, 0, 2 / noises[1]! ** 2, 0, there - lacking],
      "classify/bias": [0, lacking],
    });
    expect(apart(given, some)).toBeLessThan(1e-5);
  });
});
