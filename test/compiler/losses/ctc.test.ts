import { describe, expect, test } from "vitest";
import { ctc } from "../../../compiler/losses/ctc.ts";
import { type Cube, expectClose, type Grid, sample, softmax } from "../operators/kit/arrays.ts";
import { recorder } from "../operators/kit/types.ts";
import { outputOf } from "./kit/output.ts";
import { BLANK, LETTER, spelt } from "./kit/spelt.ts";

/** What a path of labels and blanks spells. */
const read = (path: readonly number[]) =>
  path.filter((label, step) => label !== BLANK && label !== path[step - 1]).join("");

/** The probability of a target, by trying every path there is. */
function enumerated(values: Grid, target: readonly number[]): number {
  const chances = values.map(softmax);
  const paths = chances.reduce<number[][]>(
    (all) => all.flatMap((path) => [0, 1, BLANK].map((label) => [...path, label])),
    [[]],
  );
  const wanted = target.filter((label) => label >= 0).join("");
  return paths
    .filter((path) => read(path) === wanted)
    .reduce((sum, path) => sum + path.reduce((p, label, step) => p * chances[step]![label]!, 1), 0);
}

const values = (rows: number, steps: number, seed = 1) => sample([rows, steps, 3], seed) as Cube;

describe("ctc", () => {
  const targets: Grid = [
    [0, 1, -1],
    [1, 1, -1],
    [0, 0, 1],
    [1, -1, -1],
    [-1, -1, -1],
    [0, 1, 0],
  ];

  test.each([3, 4, 5, 6])("sums all paths of %i steps that spell the target", (steps) => {
    const given = values(targets.length, steps);
    const expected = targets.map((target, n) => {
      const p = enumerated(given[n]!, target);
      return p === 0 ? 0 : -Math.log(p);
    });
    expectClose(spelt(given, targets).rows, expected);
  });

  test("shares one whole out among all that could be spelt", () => {
    const [one] = values(1, 3, 5);
    const labels = [-1, 0, 1];
    const all = labels.flatMap((a) =>
      labels.flatMap((b) =>
        labels.map((c) => [a, b, c]).filter(([, y, z]) => (a >= 0 || y! < 0) && (y! >= 0 || z! < 0)),
      ),
    );
    const { rows } = spelt(
      all.map(() => one!),
      all,
    );
    // What needs more steps than there are counts for nothing, and has no probability.
    const total = all.reduce(
      (sum, target, n) => sum + (enumerated(one!, target) === 0 ? 0 : Math.exp(-rows[n]!)),
      0,
    );
    expect(total).toBeCloseTo(1, 10);
  });

  test("looks at no step behind the end of a record", () => {
    const given = values(2, 6);
    const short = given.map((row) => row.slice(0, 4));
    const own: Grid = [
      [0, 1, -1],
      [1, 1, -1],
    ];
    const { rows, slopes } = spelt(given, own, [4, 4]);
    expectClose(rows, spelt(short, own).rows);
    const padding = slopes.filter((_, i) => Math.floor(i / 3) % 6 >= 4);
    expect(padding.every((slope) => slope === 0)).toBe(true);
  });

  test("counts a record for nothing whose target does not fit", () => {
    const { rows, slopes } = spelt(values(2, 3), [
      [0, 0, 0],
      [0, 1, 0],
    ]);
    expect(rows[0]).toBe(0);
    expect(rows[1]).toBeGreaterThan(0);
    expect(slopes.slice(0, 9).every((slope) => slope === 0)).toBe(true);
  });

  test("has the slope that differences say", () => {
    const given = values(1, 4, 9);
    const { slopes } = spelt(given, [[0, 1, -1]]);
    const h = 1e-5;
    const nudged = (step: number, label: number, by: number): number =>
      spelt(
        [given[0]!.map((row, t) => row.map((value, k) => (t === step && k === label ? value + by : value)))],
        [[0, 1, -1]],
      ).rows[0]!;
    const expected = [0, 1, 2, 3].flatMap((step) =>
      [0, 1, 2].map((label) => (nudged(step, label, h) - nudged(step, label, -h)) / (2 * h)),
    );
    expectClose(slopes, expected, 1e-6);
  });

  test("stays finite where the model is sure of something else", () => {
    const sure = [[0, 0, 500], [0, 0, 500], [500, 0, 0]]; // biome-ignore format: steps
    const { rows, slopes } = spelt([sure], [[1, -1, -1]]);
    expectClose(rows, [500]);
    expect(slopes.every(Number.isFinite)).toBe(true);
  });

  test("is not written out over too many steps", () => {
    const { at, findings } = recorder(["call"]);
    const output = (steps: number) => outputOf({ kind: "sequence", category: LETTER, steps, length: 3 });
    expect(ctc.check!({}, output(512), at)).toBe(true);
    expect(ctc.check!({}, output(513), at)).toBe(false);
    expect(findings).toMatchObject([{ message: "sequence_long", at: "call" }]);
  });
});
