import { describe, expect, test } from "vitest";
import {
  add,
  affine,
  average,
  type Cube,
  expectClose,
  flat,
  type Grid,
  type Images,
  type Row,
  softmax,
  table,
} from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, judge, refusal, typeOf, upTo } from "../kit/types.ts";

/** The mean of some places, each with its weight. */
const weighed = (places: Grid, scores: Row): Row => {
  const weights = softmax(scores);
  return places[0]!.map((_, c) => add(places.map((place, i) => weights[i]! * place[c]!)));
};

const dot = (a: Row, b: Row) => add(a.map((value, i) => value * b[i]!));

describe("the type of attention_pool", () => {
  test("loses the axes that are pooled", () => {
    const x = feature({ height: 2, width: 3, channel: 4 });
    expect(typeOf("attention_pool", { x }, { over: ["width"] })).toBe("feature[height: 2, channel: 4]");
    expect(typeOf("attention_pool", { x }, { over: ["height", "width"] })).toBe("feature[channel: 4]");
  });

  test("refuses to pool channels, and values without them", () => {
    const x = feature({ word: 3, channel: 4 });
    expect(refusal("attention_pool", { x }, { over: ["channel"] })).toBe("channel_pooled at over");
    expect(refusal("attention_pool", { x: feature({ word: 3 }) }, { over: ["word"] })).toBe(
      "axis_missing at x",
    );
  });

  test("warns where there is a single place", () => {
    const { type, findings } = judge(
      "attention_pool",
      { x: feature({ modality: 1, channel: 4 }) },
      { over: ["modality"] },
    );
    expect(type).toBeDefined();
    expect(findings).toMatchObject([{ message: "single_key", at: "call" }]);
  });
});

describe("what attention_pool computes", () => {
  test("of places as they are", () => {
    const x = fed(feature({ word: upTo(5), channel: 4 }), { rows: 3 });
    const phrase = [5, 2, 0];
    const { values, weights } = apply("attention_pool", { x }, { over: ["word"] }, { lengths: { phrase } });
    const query = (weights.query as Grid).flat();
    for (const [b, filled] of phrase.entries()) {
      const places = (x.values as Cube)[b]!.slice(0, filled);
      const scores = places.map((place) => dot(place, query) / Math.sqrt(4));
      expectClose((values as Grid)[b]!, filled === 0 ? [0, 0, 0, 0] : weighed(places, scores));
    }
  });

  test("of places mapped to `dim` channels, over several axes together", () => {
    const x = fed(feature({ frame: 2, height: 2, width: 3, channel: 4 }));
    const settings = { over: ["width", "height"], dim: 3 };
    const { values, weights } = apply("attention_pool", { x }, settings);
    const query = (weights.query as Grid).flat();
    const score = (place: Row) =>
      dot(affine(place, weights.kernel as Grid, weights.bias as Row).map(Math.tanh), query);
    expectClose(
      values,
      (x.values as readonly Images[]).map((frames) =>
        frames.map((image) => {
          const places = image.flat();
          return weighed(places, places.map(score));
        }),
      ),
    );
  });

  test("of equal scores is the mean", () => {
    const x = fed(feature({ word: 5, channel: 4 }));
    const query = table(4, () => [0]);
    const { values } = apply("attention_pool", { x }, { over: ["word"] }, { weights: { query } });
    expectClose(
      values,
      (x.values as Cube).map((words) => table(4, (c) => average(words.map((word) => word[c]!)))),
    );
  });

  test("does not care in which order places stand", () => {
    const x = fed(feature({ word: 5, channel: 4 }));
    const turned = { ...x, values: (x.values as Cube).map((words) => words.toReversed()) };
    const of = (value: typeof x) => apply("attention_pool", { x: value }, { over: ["word"] }).values;
    expectClose(of(turned), of(x));
    expect(flat(of(x)).every(Number.isFinite)).toBe(true);
  });
});
