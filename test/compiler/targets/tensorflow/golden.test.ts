import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import type { Program } from "../../../../compiler/graph/graph.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { BATCH } from "../../../../compiler/graph/tensor.ts";
import { type WriteOptions, writeSavedModel } from "../../../../compiler/targets/tensorflow/saved-model.ts";
import { golden } from "../../../kit/golden.ts";
import { decodeSavedModel } from "./kit/decode.ts";
import { adam, momentum, regression, variable } from "./kit/programs.ts";
import { showGraph } from "./kit/show.ts";
import { faultsOf } from "./kit/validate.ts";

function graphOf(programs: readonly Program[], options: WriteOptions = {}) {
  return decodeSavedModel(writeSavedModel(programs, options).bytes).metaGraphs[0]!;
}

/** Two images and their mean brightness normalised by the batch, with running statistics. */
function images(): Program {
  const g = createOps(createBuilder());
  const feed = { name: "image", shape: [BATCH, 6, 6, 1], dtype: "uint8" } as const;
  const kernel = variable("see/conv/kernel", [3, 3, 1, 2]);
  const mean = variable("see/norm/mean", [2], "float32", "statistic");
  const text = { file: "see.fw", start: 21, end: 25 };
  const x = g.within({ path: "see" }, () => g.cast(g.feed(feed), "float32"));
  const y = g.within({ path: "see/conv", span: text }, () => {
    const maps = g.conv2d(x, g.read(kernel), { padding: "same", stride: 2 });
    return g.relu(g.add(maps, g.constant([0.5, -0.5])));
  });
  const [normed, batchMean] = g.within({ path: "see/norm" }, () =>
    g.batchNorm(y, g.constant([1, 1]), g.constant([0, 0]), 1e-3),
  );
  const noise = g.within({ path: "see/dropout" }, () =>
    g.randomUniform(g.scalar(7, "int32"), g.scalar(1, "int32"), {
      stream: "see/dropout",
      shape: [BATCH, 18],
    }),
  );
  const out = g.within({ path: "see/out" }, () => g.mul(g.reshape(normed, [BATCH, 18]), noise));
  return { name: "train", feeds: [feed], results: { out }, updates: [{ variable: mean, value: batchMean }] };
}

const SOURCES = [{ file: "see.fw", text: "model see\n  x: image\n    conv(2)\n" }];

describe("the graph of a program", () => {
  test("with Adam in place", async () => {
    const { train, predict } = regression(adam(0.1, 0));
    await golden("golden/regression-adam.txt", showGraph(graphOf([train, predict])));
  });

  test("with decay before Adam", async () => {
    const { train } = regression(adam(0.1, 0.01));
    await golden("golden/regression-decay.txt", showGraph(graphOf([train])));
  });

  test("in double precision", async () => {
    const { train } = regression(momentum(0.1, 0.9, true));
    await golden("golden/regression-double.txt", showGraph(graphOf([train], { precision: "float64" })));
  });

  test("with images, statistics, random numbers and lines of the source", async () => {
    await golden("golden/images.txt", showGraph(graphOf([images()], { sources: SOURCES })));
  });

  test.each([
    ["float32", regression(adam(0.1, 0.01))],
    ["float64", regression(momentum(0.1, 0.9, false))],
  ] as const)("keeps TensorFlow's rules in %s", (precision, { train, predict }) => {
    expect(faultsOf(graphOf([train, predict], { precision }))).toEqual([]);
    expect(faultsOf(graphOf([images()], { precision, sources: SOURCES }))).toEqual([]);
  });
});

describe("the bytes", () => {
  test("are the same every time", () => {
    const once = writeSavedModel([images()]).bytes;
    const again = writeSavedModel([images()]).bytes;
    expect(Buffer.compare(once, again)).toBe(0);
  });
});
