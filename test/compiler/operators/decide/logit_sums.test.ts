/** Operators that add logits: i2m2 and quality. */
import { describe, expect, test } from "vitest";
import type { OperatorName } from "../../../../compiler/operators/index.generated.ts";
import { add, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { logits, MOOD, refusal, typeOf, WEATHER } from "../kit/types.ts";

const xs = [1, 2, 3].map((seed) => fed(logits(MOOD), { seed, rows: 3 }));
const record = (n: number): Grid => xs.map((x) => (x.values as Grid)[n]!);
const sum = (rows: Grid) => table(3, (k) => add(rows.map((row) => row[k]!)));
const confident = (row: Row, scale = 0.1) =>
  row.map((score) => score * scale * Math.log(add(row.map(Math.exp))));

const MADE: readonly (readonly [OperatorName, (rows: Grid) => Row])[] = [
  ["i2m2", sum],
  ["quality", (rows) => sum(rows.map((row) => confident(row)))],
];

describe.each(MADE)("%s", (name, expected) => {
  test("gives logits of the category that all decide about", () => {
    expect(typeOf(name, { xs: [logits(MOOD), logits(MOOD)] })).toBe("logits<Mood>[label: 3]");
    expect(refusal(name, { xs: [logits(MOOD), logits(WEATHER)] })).toBe("categories_differ at xs");
  });

  test("adds logits by its formula", () => {
    expectClose(
      apply(name, { xs }).values,
      table(3, (n) => expected(record(n))),
    );
  });

  test("is of the decisions that are there, whichever they are", () => {
    const subsets = table(7, (i) => table(3, (m) => ((i + 1) >> m) & 1));
    const some = table(3, (m) => ({
      type: logits(MOOD, {}, { presence: "optional" }),
      values: subsets.map((present) => (present[m] === 1 ? record(0)[m]! : [Number.NaN, 1, 2])),
      presence: subsets.map((present) => present[m]!),
    }));
    expectClose(
      apply(name, { xs: some }).values,
      subsets.map((present) => expected(record(0).filter((_, m) => present[m] === 1))),
    );
  });
});

test("the softmax of i2m2 is the product of the decisions", () => {
  expectClose((apply("i2m2", { xs }).values as Grid).map(softmax), apply("product", { xs }).values);
});

describe("the confidences of quality", () => {
  test("are multiplied by the scale, detached or not", () => {
    for (const detach of [true, false]) {
      expectClose(
        apply("quality", { xs }, { scale: 2, detach }).values,
        table(3, (n) => sum(record(n).map((row) => confident(row, 2)))),
      );
    }
  });

  test("really matter: the path with the larger logits decides", () => {
    const loud = { type: logits(MOOD), values: [[8, 6, 6]] };
    const quiet = { type: logits(MOOD), values: [[0, 0, 2.2]] };
    const likeliest = (name: OperatorName) => {
      const [row] = apply(name, { xs: [loud, quiet] }).values as Grid;
      return row!.indexOf(Math.max(...row!));
    };
    expect(likeliest("i2m2")).toBe(2);
    expect(likeliest("quality")).toBe(0);
  });
});
