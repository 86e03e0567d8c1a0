import { describe, expect, test } from "vitest";
import { type AnyModality, type Beside, WHOLE } from "../../../compiler/modalities/define.ts";
import { type ModalityName, modalities } from "../../../compiler/modalities/index.generated.ts";
import { showType } from "../../../compiler/types/show.ts";
import { symbol } from "../../../compiler/types/size.ts";
import { type Chosen, recorder, withDefaults } from "../operators/kit/types.ts";

const declared = (name: ModalityName, settings: Chosen, beside: Partial<Beside> = {}) => {
  const modality: AnyModality = modalities[name];
  const all = withDefaults(modality.settings, settings) as never;
  const around = { input: "heard", ...beside };
  const { at, findings } = recorder(["call", "rate", "range", ...Object.keys(modality.settings)]);
  modality.check(all, around, at);
  const parts = Object.entries(modality.parts).flatMap(([part, one]) => {
    const type = one.type(all, around);
    return type === undefined ? [] : [{ part, one, type }];
  });
  return { parts, type: parts[0]!.type, findings, modality };
};

const shown = (name: ModalityName, settings: Chosen, beside?: Partial<Beside>) => {
  const { parts, findings } = declared(name, settings, beside);
  expect(findings).toEqual([]);
  return parts.map(({ part, type }) => `${part === WHOLE ? "" : `${part}: `}${showType(type)}`).join("; ");
};

const refused = (name: ModalityName, settings: Chosen, beside?: Partial<Beside>) =>
  declared(name, settings, beside).findings.map(({ message, at }) => `${message} at ${at}`);

describe("the type of an input", () => {
  test("text is tokens along a ragged axis that its own input fills", () => {
    expect(shown("text", { words: 8, vocabulary: 2000 })).toBe("tokens[word: up to 8]");
    const { type } = declared("text", { words: symbol("W"), vocabulary: symbol("V") });
    expect(type).toMatchObject({
      kind: { name: "tokens", vocabulary: { text: "V" } },
      axes: [{ name: "word", size: { text: "W" }, ragged: "heard" }],
    });
  });

  test.each([
    ["gray", 1],
    ["rgb", 3],
    ["rgba", 4],
  ])("an image in %s has %i channels", (channels, count) => {
    expect(shown("image", { height: 8, width: 6, channels })).toBe(
      `signal[height: 8, width: 6, channel: ${count}] in 0..1`,
    );
  });

  test("an image takes bounds", () => {
    const range = { name: "between", low: -1, high: 1 } as const;
    expect(shown("image", { height: symbol("H"), width: symbol("W"), channels: "rgb" }, { range })).toBe(
      "signal[height: H, width: W, channel: 3] in -1..1",
    );
    expect(
      refused("image", { height: 8, width: 6, channels: "rgb" }, { range: { name: "standardised" } }),
    ).toEqual(["range_refused at range"]);
  });

  test("a vector has channels alone", () => {
    expect(shown("vector", { size: 24 })).toBe("signal[channel: 24] unbounded");
    expect(shown("vector", { size: 24 }, { range: { name: "standardised" } })).toBe(
      "signal[channel: 24] standardised",
    );
  });

  test("a series may carry a rate", () => {
    expect(shown("series", { samples: 200, channels: 6 }, { rate: 100 })).toBe(
      "signal[time: 200 @ 100 Hz, channel: 6] unbounded",
    );
    expect(shown("series", { samples: 200, channels: 6 })).toBe("signal[time: 200, channel: 6] unbounded");
  });

  test("audio has duration · rate samples", () => {
    expect(shown("audio", { duration: 2 }, { rate: 16_000 })).toBe(
      "signal[time: 32000 @ 16 kHz, channel: 1] in -1..1",
    );
    // 0.1 · 44 100 is not a whole number in floating point.
    expect(shown("audio", { duration: 0.1, channels: 2 }, { rate: 44_100 })).toBe(
      "signal[time: 4410 @ 44.1 kHz, channel: 2] in -1..1",
    );
    expect(refused("audio", { duration: 2 })).toEqual(["rate_missing at call"]);
    expect(refused("audio", { duration: 0.33333 }, { rate: 16_000 })).toEqual([
      "size_fractional at duration",
    ]);
    expect(refused("audio", { duration: 1e-9 }, { rate: 16_000 })).toEqual(["size_fractional at duration"]);
  });

  test("what goes along time may be shorter than its axis, filled by its own input", () => {
    expect(shown("audio", { duration: 2, ragged: true }, { rate: 8000 })).toBe(
      "signal[time: up to 16000 @ 8 kHz, channel: 1] in -1..1",
    );
    expect(shown("series", { samples: 200, channels: 6, ragged: true })).toBe(
      "signal[time: up to 200, channel: 6] unbounded",
    );
    const { type } = declared(
      "video",
      { height: 8, width: 6, channels: "gray", frames: 5, ragged: true },
      { rate: 8 },
    );
    expect(type.axes[0]).toEqual({ name: "time", size: 5, rate: 8, ragged: "heard" });
  });

  test("a video is pictures at a rate", () => {
    const settings = { height: 8, width: 6, channels: "rgb", frames: 5 };
    expect(shown("video", settings, { rate: 8 })).toBe(
      "signal[time: 5 @ 8 Hz, height: 8, width: 6, channel: 3] in 0..1",
    );
    expect(refused("video", settings)).toEqual(["rate_missing at call"]);
    expect(refused("video", settings, { rate: 8, range: { name: "unbounded" } })).toEqual([
      "range_refused at range",
    ]);
  });

  test("points are ragged and have three coordinates unless said otherwise", () => {
    expect(shown("points", { points: 64 })).toBe("signal[point: up to 64, channel: 3] unbounded");
    expect(shown("points", { points: 64, channels: 5 })).toBe(
      "signal[point: up to 64, channel: 5] unbounded",
    );
  });

  test("a volume has three axes of space", () => {
    expect(shown("volume", { depth: 4, height: 8, width: 6 }, { range: { name: "standardised" } })).toBe(
      "signal[depth: 4, height: 8, width: 6, channel: 1] standardised",
    );
  });

  test("a table is its numbers, its categories, or both", () => {
    // One entry for each value, and one for values never seen: 4 + 1 + 12 + 1.
    expect(shown("tabular", { numbers: 6, categories: [4, 12] })).toBe(
      "numbers: signal[channel: 6] unbounded; categories: tokens[column: 2]",
    );
    const { parts } = declared("tabular", { numbers: 6, categories: [4, 12] });
    expect(parts[1]!.type.kind).toEqual({ name: "tokens", vocabulary: 18 });
    expect(shown("tabular", { numbers: 6 })).toBe("numbers: signal[channel: 6] unbounded");
    expect(shown("tabular", { categories: [2] })).toBe("categories: tokens[column: 1]");
    const { at, findings } = recorder(["call"]);
    modalities.tabular.check({ numbers: 0, categories: [] }, { input: "row" }, at);
    expect(findings.map(({ message }) => message)).toEqual(["table_empty"]);
  });

  test("a range is that of a table's numbers alone", () => {
    const range = { name: "standardised" } as const;
    expect(shown("tabular", { numbers: 6, categories: [4] }, { range })).toBe(
      "numbers: signal[channel: 6] standardised; categories: tokens[column: 1]",
    );
  });

  test("a graph is its nodes and its edges, both filled alike", () => {
    expect(shown("graph", { nodes: 20, channels: 8 })).toBe(
      "nodes: signal[node: up to 20, channel: 8] unbounded; edges: weight[node: up to 20, neighbour: up to 20]",
    );
    const { parts } = declared("graph", { nodes: 20, channels: 8 });
    const ragged = parts.flatMap(({ type }) => type.axes.flatMap((axis) => axis.ragged ?? []));
    expect(ragged).toEqual(["heard", "heard", "heard"]);
  });

  test("what has no time takes no rate, and what has no scale no range", () => {
    expect(refused("text", { words: 8, vocabulary: 9 }, { rate: 100 })).toEqual(["rate_refused at rate"]);
    expect(refused("vector", { size: 9 }, { rate: 100 })).toEqual(["rate_refused at rate"]);
    const range = { name: "between", low: 0, high: 1 } as const;
    expect(refused("text", { words: 8, vocabulary: 9 }, { range })).toEqual(["range_refused at range"]);
  });
});

/** Settings with which each modality can be declared. */
const SAMPLES: Readonly<Record<ModalityName, [Chosen, Partial<Beside>?]>> = {
  text: [{ words: 8, vocabulary: 100 }],
  image: [{ height: 8, width: 6, channels: "rgb" }],
  vector: [{ size: 24 }],
  series: [{ samples: 200, channels: 6 }, { rate: 100 }],
  audio: [{ duration: 2 }, { rate: 16_000 }],
  video: [{ height: 8, width: 6, channels: "rgba", frames: 5 }, { rate: 8 }],
  points: [{ points: 64 }],
  volume: [{ depth: 4, height: 8, width: 6 }],
  tabular: [{ numbers: 6, categories: [4, 12] }],
  graph: [{ nodes: 20, channels: 8 }],
};

const DTYPES: Readonly<Record<string, string>> = {
  text: "int32",
  image: "uint8",
  video: "uint8",
  "tabular.categories": "int32",
};

describe.each(Object.keys(modalities) as ModalityName[])("%s", (name) => {
  const { parts, modality } = declared(name, ...SAMPLES[name]);

  test("has the axes and the kind it promises", () => {
    expect(parts.map(({ part }) => part)).toEqual(Object.keys(modality.parts));
    for (const { one, type } of parts) {
      expect(type.axes.map((axis) => axis.name)).toEqual(one.axes);
      expect(type.kind.name).toBe(one.kind);
    }
    expect(modality.name).toBe(name);
  });

  test("is handed in with the sizes of its axes", () => {
    for (const { part, one, type } of parts) {
      const { shape, dtype } = one.values(type);
      expect(shape).toEqual(type.axes.map((axis) => axis.size));
      expect(dtype).toBe(DTYPES[part === WHOLE ? name : `${name}.${part}`] ?? "float32");
    }
  });

  test("shows an input in its example", () => {
    expect(modality.example).toMatch(new RegExp(`^input \\w+: ${name}\\(`));
  });
});
