import { describe, expect, test } from "vitest";
import { affine, type Cube, expectClose, type Grid, type Images, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const optional = { presence: "optional" } as const;
const condition = feature({ channel: 3 });

describe.each([
  ["film", "condition", {}, 4],
  ["sigmoid_gate", "gate", { units: 5 }, 5],
] as const)("the type of %s", (name, other, settings, channels) => {
  const given = (x: Parameters<typeof feature>[0], c: Parameters<typeof feature>[0]) =>
    [name, { x: feature(x), [other]: feature(c) }, settings] as const;

  test("keeps all axes of the first value, and has its channels or those asked for", () => {
    expect(typeOf(...given({ height: 2, width: 3, channel: 4 }, { channel: 3 }))).toBe(
      `feature[height: 2, width: 3, channel: ${channels}]`,
    );
    expect(typeOf(...given({ word: upTo(6), channel: 4 }, { channel: 3, word: upTo(6) }))).toBe(
      `feature[word: up to 6, channel: ${channels}]`,
    );
  });

  test("refuses what has no channels", () => {
    expect(refusal(...given({ word: 2 }, { channel: 3 }))).toBe("axis_missing at x");
    expect(refusal(...given({ channel: 2 }, { word: 3 }))).toBe(`axis_missing at ${other}`);
  });

  test("refuses an axis that the first value lacks, and says how to reduce it", () => {
    const { type, findings } = judge(...given({ height: 2, channel: 4 }, { word: 3, channel: 3 }));
    expect(type).toBeUndefined();
    expect(findings).toMatchObject([
      {
        message: "axis_not_shared",
        at: other,
        help: ["reduce it first, for example with `mean(over: word)`"],
      },
    ]);
  });

  test("refuses shared axes that do not agree", () => {
    expect(refusal(...given({ word: 2, channel: 4 }, { word: 3, channel: 3 }))).toBe(
      `sizes_differ at ${other}`,
    );
    expect(refusal(...given({ time: at(10, 3), channel: 4 }, { time: at(20, 3), channel: 3 }))).toBe(
      `rates_differ at ${other}`,
    );
    expect(refusal(...given({ word: upTo(3, "a"), channel: 1 }, { word: upTo(3, "b"), channel: 1 }))).toBe(
      `ragged_differ at ${other}`,
    );
  });
});

/** `(1 + γ) ∘ x + β` of one place. */
function modulated(x: Row, c: Row, weights: Readonly<Record<string, unknown>>): number[] {
  const both = affine(c, weights.kernel as Grid, weights.bias as Row);
  return x.map((value, i) => (1 + both[i]!) * value + both[x.length + i]!);
}

describe("what film computes", () => {
  test("scales and shifts every pixel alike", () => {
    const x = fed(signal({ height: 2, width: 3, channel: 4 }), { seed: 1 });
    const c = fed(condition, { seed: 2 });
    const { values, weights } = apply("film", { x, condition: c });
    expectClose(
      values,
      (x.values as Images).map((image, n) =>
        image.map((line) => line.map((pixel) => modulated(pixel, (c.values as Grid)[n]!, weights))),
      ),
    );
  });

  test("scales and shifts each word by the condition's own, whatever the order of axes", () => {
    const x = fed(feature({ word: 3, letter: 2, channel: 4 }), { seed: 1 });
    const c = fed(feature({ letter: 2, word: 3, channel: 3 }), { seed: 2 });
    const { values, weights } = apply("film", { x, condition: c });
    expectClose(
      values,
      (x.values as Images).map((words, n) =>
        words.map((letters, i) =>
          letters.map((letter, j) => modulated(letter, (c.values as Images)[n]![j]![i]!, weights)),
        ),
      ),
    );
  });

  test("changes nothing at the start", () => {
    const x = fed(feature({ word: 3, channel: 4 }));
    const first = apply("film", { x, condition: fed(condition) });
    expect(Object.values(first.initialisers)).toEqual([{ kind: "zeros" }, { kind: "zeros" }]);
    const zero = { kernel: table(3, () => Array<number>(8).fill(0)), bias: Array<number>(8).fill(0) };
    expectClose(apply("film", { x, condition: fed(condition) }, {}, { weights: zero }).values, x.values);
  });

  test("scales and shifts by its offset alone where the condition is absent", () => {
    const x = fed(feature({ channel: 4 }), { seed: 1 });
    const c = fed(feature({ channel: 3 }, optional), { seed: 2, presence: [0, 1] });
    const { values, weights } = apply("film", { x, condition: c });
    const rows = x.values as Grid;
    expectClose(values, [
      modulated(rows[0]!, [0, 0, 0], weights),
      modulated(rows[1]!, (c.values as Grid)[1]!, weights),
    ]);
  });
});

test("film takes the condition's words along, but only those of its own axes", () => {
  const x = fed(feature({ word: upTo(3), channel: 2 }));
  const c = fed(feature({ word: upTo(3), channel: 3 }), { seed: 5 });
  const { values, weights } = apply("film", { x, condition: c }, {}, { lengths: { phrase: [3, 1] } });
  const expected = (x.values as Cube).map((words, n) =>
    words.map((word, i) => modulated(word, (c.values as Cube)[n]![i]!, weights)),
  );
  expectClose((values as Cube)[0]!, expected[0]!);
  expectClose((values as Cube)[1]![0]!, expected[1]![0]!);
});
