import { describe, expect, test } from "vitest";
import { average, type Cube, expectClose, type Images, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const spread = (xs: Row) => average(xs.map((x) => (x - average(xs)) ** 2));

/** One record `[places, channels]` by the formula. */
function normalise(places: readonly Row[], groups: number, scale: Row, offset: Row): number[][] {
  const channels = places[0]!.length;
  const size = channels / groups;
  return places.map((place) =>
    place.map((value, c) => {
      const group = Math.floor(c / size);
      const all = places.flatMap((other) => other.slice(group * size, (group + 1) * size));
      return ((value - average(all)) / Math.sqrt(spread(all) + 1e-3)) * scale[c]! + offset[c]!;
    }),
  );
}

describe("group_norm and instance_norm", () => {
  test("keep all axes", () => {
    expect(typeOf("group_norm", { x: signal({ time: 5, channel: 6 }) }, { groups: 3 })).toBe(
      "feature[time: 5, channel: 6]",
    );
    expect(typeOf("instance_norm", { x: feature({ word: upTo(5), channel: 6 }) })).toBe(
      "feature[word: up to 5, channel: 6]",
    );
    expect(refusal("group_norm", { x: feature({ channel: 6 }) }, { groups: 4 })).toBe(
      "size_unequal at groups",
    );
    expect(refusal("instance_norm", { x: feature({ word: 6 }) })).toBe("axis_missing at x");
  });

  test.each([1, 2, 4])("computes, with %i groups", (groups) => {
    const x = fed(feature({ height: 3, width: 2, channel: 4 }));
    const { values, weights } = apply("group_norm", { x }, { groups });
    const expected = (x.values as Images).map((image) => {
      const places = normalise(image.flat(), groups, weights.scale as Row, weights.offset as Row);
      return table(3, (h) => places.slice(2 * h, 2 * h + 2));
    });
    expectClose(values, expected, 1e-4);
  });

  test("instance_norm of a ragged row is that of the row alone", () => {
    const x = fed(feature({ word: upTo(4), channel: 3 }), { rows: 3 });
    const phrase = [4, 3, 2];
    const { values, weights } = apply("instance_norm", { x }, {}, { lengths: { phrase } });
    for (const [row, length] of phrase.entries()) {
      const own = (x.values as Cube)[row]!.slice(0, length);
      const expected = normalise(own, 3, weights.scale as Row, weights.offset as Row);
      expectClose((values as Cube)[row]!.slice(0, length), expected, 1e-4);
    }
  });
});
