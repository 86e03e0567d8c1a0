import { describe, expect, it } from "vitest";
import type { InputSpec } from "../../../../compiler/plan/interface.ts";
import { INITIALISERS, type Initialiser, initialise } from "../../../../compiler/random/initialisers.ts";
import { streamKey } from "../../../../compiler/random/streams.ts";
import { describeInput } from "../../../../compiler/targets/typescript/interface.ts";
import type { Cell } from "../../../../runtime/data/encoders/define.ts";
import { encoderOf } from "../../../../runtime/data/encoders/index.ts";
import { createInputWriter } from "../../../../runtime/data/input-writer.ts";
import {
  decodeSafetensors as decodeOwn,
  encodeSafetensors as encodeOwn,
} from "../../../../runtime/files/safetensors.ts";
import { epochOrder as ownOrder } from "../../../../runtime/train/order.ts";
import { type Initial, initialValues } from "../../../../templates/typescript/initial.ts";
import { graph } from "../../../../templates/typescript/inputs/graph.ts";
import type { Input } from "../../../../templates/typescript/inputs/input.ts";
import { numbers } from "../../../../templates/typescript/inputs/numbers.ts";
import { tabular } from "../../../../templates/typescript/inputs/tabular.ts";
import { text } from "../../../../templates/typescript/inputs/text.ts";
import { epochOrder } from "../../../../templates/typescript/order.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../../templates/typescript/safetensors.ts";
import {
  graphInput,
  pointsInput,
  seriesInput,
  tabularInput,
  textInput,
  vectorInput,
} from "../../../runtime/samples.ts";

const ALL = { graph, numbers, tabular, text };

/** The input of a project that stands for one of a model. */
function inputOf(spec: InputSpec): Input<unknown> {
  const { make } = describeInput(spec, undefined)!;
  return new Function(...Object.keys(ALL), `return ${make}`)(...Object.values(ALL)) as Input<unknown>;
}

const INPUTS: Readonly<Record<string, readonly [spec: InputSpec, values: readonly unknown[]]>> = {
  text: [
    textInput("phrase", 4, 6),
    ["a rose is a rose", "Café, cafe\u0301 & co.", "", "is 3.5 a rose?", "a b c d e f g"],
  ],
  vector: [vectorInput("v", 3), [[1, 2, 3], new Float32Array([0.1, -1, 1e6])]],
  series: [
    seriesInput("s", 3, 2),
    [
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      [1, 2, 3, 4, 5, 6],
    ],
  ],
  points: [
    pointsInput("p", 3, 2),
    [
      [[1, 2]],
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ],
      [],
    ],
  ],
  tabular: [
    tabularInput("t", 2, [2, 3]),
    [
      [1, 2, "left", true],
      [0.5, "7", "right", false],
      [0, 0, "left", 3],
      [1, 1, "up", "left"],
    ],
  ],
  "a table without numbers": [tabularInput("t", 0, [1]), [["x"], ["y"], ["y"]]],
  graph: [
    graphInput("g", 3, 2, false),
    [
      {
        nodes: [
          [1, 2],
          [3, 4],
        ],
        edges: [
          [0, 1],
          [1, 1, 0.5],
        ],
      },
      { nodes: [[1, 1]], edges: [] },
    ],
  ],
  "a directed graph": [
    graphInput("g", 3, 1, true),
    [
      {
        nodes: [[1], [2], [3]],
        edges: [
          [0, 2, 2],
          [2, 1],
        ],
      },
    ],
  ],
};

describe("what comes along with a generated project", () => {
  it.each(Object.keys(INPUTS))("encodes %s as the runtime does, and learns the same", async (name) => {
    const [spec, values] = INPUTS[name]!;
    const own = inputOf(spec);
    const learned = own.learn(values);
    const encoder = encoderOf(spec);
    const cells = values.map(
      (value) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value) as Cell,
    );
    expect(learned).toEqual(encoder.fit(cells, spec));
    const writer = createInputWriter(spec, encoder.open(spec, learned), values.length);
    for (const [row, cell] of cells.entries()) await writer.write(row, cell);
    const wanted = writer.feeds.map((feed) => [feed.name, [...feed.shape], Array.from(feed.data)]);
    const found = own.columns(values, learned).map((one) => [one.name, [...one.shape], Array.from(one.data)]);
    expect(found).toEqual(wanted);
  });

  it("refuses what an input cannot be", () => {
    const refused = (spec: InputSpec, value: unknown) => () =>
      inputOf(spec).columns([value], { vocabulary: [], values: [[]] });
    expect(refused(textInput("phrase", 4, 6), 3)).toThrow("phrase: it is no text");
    expect(refused(vectorInput("v", 3), [1, 2])).toThrow("v: it takes 3 numbers, not 2");
    expect(refused(vectorInput("v", 1), [Number.NaN])).toThrow("v: it takes finite numbers");
    expect(refused(tabularInput("t", 1, [2]), ["x", "y"])).toThrow("t: it takes a number in column 1");
    expect(refused(graphInput("g", 2, 1, true), { nodes: [[1]], edges: [[0, 1]] })).toThrow(
      "which are no nodes",
    );
    expect(() => inputOf(textInput("phrase", 4, 6)).columns(["a"], {})).toThrow(
      "its words are not known yet",
    );
  });

  it.each(Object.keys(INITIALISERS))("draws %s as the compiler does", (kind) => {
    const settings = { low: -0.5, high: 2, value: 3, stddev: 0.2 };
    const used = Object.keys(INITIALISERS[kind as Initialiser["kind"]].settings);
    const own = Object.fromEntries(used.map((name) => [name, settings[name as keyof typeof settings]]));
    const initialiser = { kind, ...own };
    for (const shape of [[], [5], [4, 6], [3, 3, 2, 4]]) {
      const key = streamKey(11, `w/${kind}`);
      const wanted = initialise(initialiser as Initialiser, shape, key);
      expect(initialValues(initialiser as Initial, shape, key)).toEqual(wanted);
    }
  });

  it("orders the rows of an epoch as a run does", () => {
    for (const rows of [1, 2, 7, 300]) {
      for (const epoch of [0, 3]) expect(epochOrder(5, epoch, rows)).toEqual(ownOrder(5, epoch, rows));
    }
  });

  it("reads and writes the tensor files of runs", () => {
    const tensors = new Map([
      ["a/kernel", { shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 4) }],
      ["counter/step", { shape: [], data: Int32Array.of(7) }],
      ["empty", { shape: [0, 3], data: new Float32Array() }],
    ]);
    const file = { tensors, metadata: { state: '{"é": 1}' } };
    expect(decodeOwn(encodeSafetensors(file), "theirs")).toEqual(file);
    const bytes = Buffer.concat(encodeOwn(file));
    expect(decodeSafetensors(bytes)).toEqual(file);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow("no sound safetensors file");
    }
  });
});
