import { describe, expect, test } from "vitest";
import { operators } from "../../../../compiler/operators/index.generated.ts";
import { average, type Cube, expectClose, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { feature, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe("the type of batch_norm", () => {
  test("keeps all axes, needs channels, and mixes the rows of the batch", () => {
    expect(typeOf("batch_norm", { x: signal({ height: 2, width: 2, channel: 3 }) })).toBe(
      "feature[height: 2, width: 2, channel: 3]",
    );
    expect(refusal("batch_norm", { x: feature({ height: 2 }) })).toBe("axis_missing at x");
    expect(operators.batch_norm.mixing).toBe("batch");
  });
});

describe("what batch_norm computes", () => {
  const x = fed(feature({ word: 3, channel: 2 }), { rows: 4 });
  const columns = table(2, (c) => (x.values as Cube).flatMap((words) => words.map((word) => word[c]!)));
  const means = columns.map(average);
  const variances = columns.map((column, c) => average(column.map((v) => (v - means[c]!) ** 2)));
  const normalised = (mean: Row, variance: Row, scale: Row, offset: Row) =>
    (x.values as Cube).map((words) =>
      words.map((word) =>
        word.map((v, c) => ((v - mean[c]!) / Math.sqrt(variance[c]! + 1e-3)) * scale[c]! + offset[c]!),
      ),
    );

  test("in training uses the batch's own mean and variance, over rows and places", () => {
    const { values, weights } = apply("batch_norm", { x }, {}, { training: true });
    expectClose(values, normalised(means, variances, weights.scale as Row, weights.offset as Row));
  });

  test("in training moves the averages towards the batch's", () => {
    const { before, after } = apply("batch_norm", { x }, { momentum: 0.75 }, { training: true });
    const moved = (name: string, batch: Row) =>
      (before[name] as Row).map((v, c) => 0.75 * v + 0.25 * batch[c]!);
    expectClose(after.mean!, moved("mean", means));
    expectClose(after.variance!, moved("variance", variances));
  });

  test("otherwise uses the averages, and leaves them", () => {
    const { values, weights, before, after } = apply("batch_norm", { x });
    const expected = normalised(
      before.mean as Row,
      before.variance as Row,
      weights.scale as Row,
      weights.offset as Row,
    );
    expectClose(values, expected);
    expect(after).toEqual({});
  });

  test("counts neither padding nor rows that lack the value", () => {
    const lengths = [3, 1, 2, 3];
    const presence = [1, 1, 0, 1];
    const ragged = { ...x, type: feature({ word: upTo(3), channel: 2 }), presence };
    const counted = table(2, (c) =>
      (x.values as Cube).flatMap((words, row) =>
        presence[row] === 0 ? [] : words.slice(0, lengths[row]).map((word) => word[c]!),
      ),
    );
    const [mean, variance] = [
      counted.map(average),
      counted.map((column) => average(column.map((v) => (v - average(column)) ** 2))),
    ];
    const options = { training: true, lengths: { phrase: lengths } };
    const { values, weights, before, after } = apply("batch_norm", { x: ragged }, {}, options);
    const moved = (name: string, batch: Row) =>
      (before[name] as Row).map((v, c) => 0.9 * v + 0.1 * batch[c]!);
    expectClose(after.mean!, moved("mean", mean));
    expectClose(after.variance!, moved("variance", variance));
    const expected = normalised(mean, variance, weights.scale as Row, weights.offset as Row);
    for (const row of [0, 1, 3]) {
      expectClose((values as Cube)[row]!.slice(0, lengths[row]), expected[row]!.slice(0, lengths[row]));
    }
  });

  test("leaves the averages where no row has the value", () => {
    const absent = { ...x, presence: [0, 0, 0, 0] };
    const { before, after } = apply("batch_norm", { x: absent }, {}, { training: true });
    expectClose(after.mean!, before.mean!);
    expectClose(after.variance!, before.variance!);
  });
});
