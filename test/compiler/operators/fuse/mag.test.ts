import { describe, expect, test } from "vitest";
import { add, affine, type Cube, expectClose, type Grid, type Nested, type Row } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, judge, refusal, typeOf, upTo } from "../kit/types.ts";

type Weights = Readonly<Record<string, Nested>>;

const length = (x: Row) => Math.hypot(...x);
const mapped = (x: Row, weights: Weights, name: string) =>
  affine(x, weights[`${name}_kernel`] as Grid, weights[`${name}_bias`] as Row);

/** What shifts the anchor, for each other value that is there. */
function shift(x: Row, others: readonly (Row | undefined)[], weights: Weights): number[] {
  const parts = others.flatMap((v, m) => {
    if (v === undefined) return [];
    const gate = mapped([...v, ...x], weights, `gate_${m + 1}`).map((value) => Math.max(value, 0));
    return [mapped(v, weights, `shift_${m + 1}`).map((value, i) => gate[i]! * value)];
  });
  return x.map((_, i) => add(parts.map((part) => part[i]!)));
}

function adapted(x: Row, others: readonly (Row | undefined)[], weights: Weights, limit: number): number[] {
  const h = shift(x, others, weights);
  const alpha = length(h) === 0 ? 1 : Math.min((limit * length(x)) / (length(h) + 1e-6), 1);
  const shifted = x.map((value, i) => value + alpha * h[i]!);
  const mean = add(shifted) / x.length;
  const variance = add(shifted.map((value) => (value - mean) ** 2)) / x.length;
  const [scale, offset] = [weights.scale as Row, weights.offset as Row];
  return shifted.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-3)) * scale[i]! + offset[i]!);
}

describe("mag", () => {
  const x = fed(feature({ word: 3, channel: 4 }), { seed: 1 });
  const sight = fed(feature({ channel: 3 }), { seed: 2 });
  const sound = fed(feature({ word: 3, channel: 2 }, { presence: "optional" }), {
    seed: 3,
    presence: [1, 0],
  });

  test("keeps the type of what is shifted", () => {
    const anchor = feature({ word: upTo(6), channel: 4 });
    const others = [feature({ channel: 2 }), feature({ channel: 5, word: upTo(6) })];
    expect(typeOf("mag", { x: anchor, others })).toBe("feature[word: up to 6, channel: 4]");
  });

  test("refuses what has axes of its own, and warns where one channel would be normalised", () => {
    const photo = feature({ height: 2, channel: 4 });
    const anchor = feature({ word: 3, channel: 4 });
    expect(refusal("mag", { x: anchor, others: [anchor, photo] })).toBe("axis_not_shared at others.1");
    expect(
      judge("mag", { x: feature({ channel: 1 }), others: [feature({ channel: 4 })] }).findings,
    ).toMatchObject([{ message: "single_channel" }]);
  });

  test.each([0.1, 1, 100])("shifts each word by at most %d of its length", (limit) => {
    const { values, weights } = apply("mag", { x, others: [sight, sound] }, { limit });
    const words = x.values as Cube;
    const expected = words.map((row, n) =>
      row.map((word, i) => {
        const said = n === 0 ? (sound.values as Cube)[n]![i]! : undefined;
        return adapted(word, [(sight.values as Grid)[n]!, said], weights, limit);
      }),
    );
    expectClose(values, expected, 1e-4);
  });

  test("is shortened in these words by a small limit, and by a large one not", () => {
    const { weights } = apply("mag", { x, others: [sight] });
    const lengths = (x.values as Cube).map((row, n) =>
      row.map((word) => length(shift(word, [(sight.values as Grid)[n]!], weights)) / length(word)),
    );
    expect(Math.max(...lengths.flat())).toBeGreaterThan(0.1);
    expect(Math.max(...lengths.flat())).toBeLessThan(100);
  });
});
