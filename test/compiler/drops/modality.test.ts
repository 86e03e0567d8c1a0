import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { modality } from "../../../compiler/drops/modality.ts";
import { programNodes } from "../../../compiler/graph/graph.ts";
import { philoxUniform } from "../../../compiler/random/philox.ts";
import { stepCounter, streamKey } from "../../../compiler/random/streams.ts";
import type { Dense } from "../graph/kit/dense.ts";
import { interpret } from "../graph/kit/interpret.ts";
import { expectClose, flat, type Nested, sample, table } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";

/** What the rule keeps: `[input][record]`, from who has what and the numbers that are drawn. */
function kept(
  present: readonly Nested[],
  draws: readonly Nested[],
  rate: number,
  others = false,
): number[][] {
  const numbers = Object.fromEntries([
    ...present.map((flags, i) => [`present_${i}`, flags] as const),
    ...draws.map((own, i) => [`draw_${i}`, own] as const),
  ]);
  const result = compute(numbers, (g, feeds) => {
    const flags = modality.keep(
      g,
      { present: present.map((_, i) => feeds[`present_${i}`]!), others, draw: (i) => feeds[`draw_${i}`]! },
      { rate },
    );
    return Object.fromEntries(flags.map((flag, i) => [String(i), flag]));
  });
  return present.map((_, i) => flat(result[String(i)]!));
}

describe("what is dropped", () => {
  const draws = [
    [0.1, 0.1, 0.6, 0.2],
    [0.9, 0.3, 0.7, 0.4],
  ];

  test("is what draws less than the rate", () => {
    const all = [1, 1, 1, 1];
    expect(kept([all, all], draws, 0.5, true)).toEqual([
      [0, 0, 1, 0],
      [1, 0, 1, 0],
    ]);
  });

  test("is never all of a record: of several inputs the one stays that draws most", () => {
    const all = [1, 1, 1, 1];
    expect(kept([all, all], draws, 0.5)).toEqual([
      [0, 0, 1, 0],
      [1, 1, 1, 1],
    ]);
  });

  test("is never the only input that a record has, and nothing absent comes back", () => {
    expect(
      kept(
        [
          [1, 1, 1, 0],
          [0, 0, 0, 1],
        ],
        draws,
        0.95,
      ),
    ).toEqual([
      [1, 1, 1, 0],
      [0, 0, 0, 1],
    ]);
  });

  test("is as much as the documentation says", () => {
    const [rows, inputs, rate] = [20_000, 3, 0.4];
    const all = table(inputs, () => Array<number>(rows).fill(1));
    const draws = all.map((_, i) => Array.from(philoxUniform(streamKey(7, `:${i}`), stepCounter(1), rows)));
    const shares = (others: boolean) =>
      kept(all, draws, rate, others).map((flags) => 1 - flags.reduce((a, b) => a + b, 0) / rows);
    // Four standard deviations of a share of 20,000.
    const near = (share: number, expected: number) =>
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / rows));
    for (const share of shares(true)) near(share, rate);
    for (const share of shares(false)) near(share, rate - rate ** inputs / inputs);
  });
});

describe("a model that is trained with it", () => {
  const { model } = compile(
    "m.fuse",
    () => `category Mood = ["glad", "sad"]
model M {
  optional input a: vector(3)
  optional input b: vector(2)
  output mood: Mood = concat(a, b) |> dense(4, tanh) |> classify(Mood)
}
data D {
  from: "d.csv"
  a = column("a")
  b = column("b")
  mood = column("mood")
  split: column("split")
}
train M on D {
  minimise: cross_entropy(mood)
  optimizer: sgd(0.1)
  drop: modality(0.5)
  epochs: 1
  batch: 8
}`,
  ).models[0]!;
  const { train, evaluate } = model.training!;
  const [SEED, ROWS] = [5, 8];
  const dense = (nested: Nested, shape: readonly number[]): Dense => ({ shape, data: flat(nested) });
  const ones = { shape: [ROWS], data: Array<number>(ROWS).fill(1) };
  const given = (step: number) => ({
    a: dense(sample([ROWS, 3], 1), [ROWS, 3]),
    b: dense(sample([ROWS, 2], 2), [ROWS, 2]),
    "a/present": ones,
    "b/present": { shape: [ROWS], data: [1, 1, 1, 1, 0, 0, 0, 0] },
    mood: { shape: [ROWS], data: [0, 1, 0, 1, 0, 1, 0, 1] },
    ...Object.fromEntries(
      model.variables.map(({ name, shape }, i) => {
        const sizes = shape.map(Number);
        return [name, dense(sample(sizes, 10 + i), sizes)];
      }),
    ),
    "counter/seed": { shape: [], data: [SEED] },
    "counter/step": { shape: [], data: [step] },
    "counter/horizon": { shape: [], data: [10] },
  });
  const answers = (results: typeof train.results, feeds: Readonly<Record<string, Dense>>) =>
    interpret({ mood: results.mood! }, feeds, ROWS).mood!.data;

  test("draws from a stream for each optional input, and only in training", () => {
    const streams = (program: typeof train) =>
      programNodes(program).flatMap(({ primitive, attributes }) =>
        primitive === "random_uniform" ? [attributes.stream] : [],
      );
    expect(streams(train)).toEqual([":drop/a", ":drop/b"]);
    expect(streams(evaluate)).toEqual([]);
    expect(streams(model.predict)).toEqual([]);
  });

  test("answers in training as in prediction of records that lack what was dropped", () => {
    for (const step of [0, 1, 2]) {
      const draws = ["a", "b"].map((input) =>
        philoxUniform(streamKey(SEED, `:drop/${input}`), stepCounter(step), ROWS),
      );
      const presence = ["a", "b"].map((input) => given(step)[`${input}/present` as "a/present"].data);
      const keeps = [0, 1].map((i) =>
        table(ROWS, (row) => {
          const own = [0, 1].map((j) => (presence[j]![row] === 1 ? draws[j]![row]! : -1));
          return presence[i]![row] === 1 && (own[i]! >= 0.5 || own[i]! >= Math.max(...own)) ? 1 : 0;
        }),
      );
      const lacking = {
        ...given(step),
        "a/present": { shape: [ROWS], data: keeps[0]! },
        "b/present": { shape: [ROWS], data: keeps[1]! },
      };
      expect(keeps.flat()).toContain(0);
      expectClose(answers(train.results, given(step)), answers(model.predict.results, lacking));
    }
  });

  test("drops the same again at the same step, so that a run can be resumed, and others at the next", () => {
    expect(answers(train.results, given(3))).toEqual(answers(train.results, given(3)));
    expect(answers(train.results, given(3))).not.toEqual(answers(train.results, given(4)));
  });
});
