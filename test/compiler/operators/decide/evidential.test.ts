import { describe, expect, test } from "vitest";
import { add, expectClose, type Grid, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, typeOf } from "../kit/types.ts";

/** Beliefs in each label and in nothing in particular. */
interface Opinion {
  readonly b: Row;
  readonly u: number;
}

function opinion(scores: Row): Opinion {
  const evidence = scores.map((score) => Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0));
  const strength = add(evidence) + evidence.length;
  return { b: evidence.map((e) => e / strength), u: evidence.length / strength };
}

/** Dempster's rule for two opinions, term by term. */
function joined(one: Opinion, two: Opinion): Opinion {
  const conflict = add(one.b.flatMap((p, i) => two.b.map((q, j) => (i === j ? 0 : p * q))));
  return {
    b: one.b.map((p, k) => (p * two.b[k]! + p * two.u + two.b[k]! * one.u) / (1 - conflict)),
    u: (one.u * two.u) / (1 - conflict),
  };
}

/** The mean of the Dirichlet distribution: α / S with α = b S + 1 and S = K / u. */
const mean = ({ b, u }: Opinion): Row => b.map((p) => p + u / b.length);

const NO_EVIDENCE = -200;

describe("evidential", () => {
  const xs = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 3 }));
  const opinions = (n: number) => xs.map((x) => opinion((x.values as Grid)[n]!));

  test("is a probability of the category that all decide about", () => {
    expect(typeOf("evidential", { xs: [logits(MOOD), logits(MOOD)] })).toBe("probability<Mood>[label: 3]");
  });

  test.each([2, 3])("joins %i views by Dempster's rule", (views) => {
    expectClose(
      apply("evidential", { xs: xs.slice(0, views) }).values,
      table(3, (n) => mean(opinions(n).slice(0, views).reduce(joined))),
    );
  });

  test("a view without evidence changes nothing; without any, all labels are equally likely", () => {
    const silent = { type: logits(MOOD), values: table(3, () => table(3, () => NO_EVIDENCE)) };
    expectClose(
      apply("evidential", { xs: [xs[0]!, silent] }).values,
      table(3, (n) => mean(opinions(n)[0]!)),
    );
    expectClose(
      apply("evidential", { xs: [silent, silent] }).values,
      table(3, () => table(3, () => 1 / 3)),
    );
  });

  test("is of the views that are there, whichever they are", () => {
    const subsets = table(8, (i) => table(3, (m) => (i >> m) & 1));
    const some = xs.map((x, m) => ({
      type: logits(MOOD, {}, { presence: "optional" }),
      values: subsets.map((present) => (present[m] === 1 ? (x.values as Grid)[0]! : [Number.NaN, 1, 2])),
      presence: subsets.map((present) => present[m]!),
    }));
    expectClose(
      apply("evidential", { xs: some }).values,
      subsets.map((present) => {
        const there = opinions(0).filter((_, m) => present[m] === 1);
        return there.length === 0 ? [1 / 3, 1 / 3, 1 / 3] : mean(there.reduce(joined));
      }),
    );
  });

  test("stays finite for overwhelming evidence, against each other too", () => {
    const much = table(12, (m) => ({
      type: logits(MOOD),
      values: [[m % 2 === 0 ? 1e6 : -1e6, m % 2 === 0 ? -1e6 : 1e6, 0]],
    }));
    const [row] = apply("evidential", { xs: much }).values as Grid;
    expectClose(row!, [0.5, 0.5, 0]);
  });

  test("a second view that agrees makes surer", () => {
    const view = { type: logits(MOOD), values: [[2, 0, -1]] };
    const [alone, both] = [[view], [view, view]].map(
      (views) => (apply("evidential", { xs: views }).values as Grid)[0]![0]!,
    );
    expect(both).toBeGreaterThan(alone! + 0.05);
  });
});
