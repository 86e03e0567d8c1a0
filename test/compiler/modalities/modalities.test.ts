import { describe, expect, test } from "vitest";
import type { AnyModality, Beside } from "../../../compiler/modalities/define.ts";
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
  return { type: modality.type(all, around), findings, modality };
};

const shown = (name: ModalityName, settings: Chosen, beside?: Partial<Beside>) => {
  const { type, findings } = declared(name, settings, beside);
  expect(findings).toEqual([]);
  return showType(type);
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
};

describe.each(Object.keys(modalities) as ModalityName[])("%s", (name) => {
  const { type, modality } = declared(name, ...SAMPLES[name]);

  test("has the axes and the kind it promises", () => {
    expect(type.axes.map((axis) => axis.name)).toEqual(modality.axes);
    expect(type.kind.name).toBe(modality.kind);
    expect(modality.name).toBe(name);
  });

  test("is handed in with the sizes of its axes", () => {
    const { shape, dtype } = modality.values(type);
    expect(shape).toEqual(type.axes.map((axis) => axis.size));
    expect(dtype).toBe({ text: "int32", image: "uint8" }[name as string] ?? "float32");
  });

  test("shows an input in its example", () => {
    expect(modality.example).toMatch(new RegExp(`^input \\w+: ${name}\\(`));
  });
});
