import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { idxLabels, idxPictures, shrink } from "../../examples/digits/idx.ts";
import type { DigitSources } from "../../examples/digits/items.ts";
import { withNoise } from "../../examples/digits/noise.ts";
import { type Joined, joinDigits, prepareDigits } from "../../examples/digits/prepare.ts";
import { MODELS } from "../../examples/digits/settings.ts";
import { decodeWav } from "../../runtime/data/decoders/wav.ts";
import { SPLITS } from "../../runtime/data/split-names.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { temporaryFolder } from "../runtime/temporary.ts";
import { hashesOf, modelsOf } from "./kit/folder.ts";
import { COUNTS, madeDigits } from "./kit/recordings.ts";

const TRAINED = 6;
const folder = temporaryFolder();
let sources: DigitSources;
let records: readonly Joined[];

beforeAll(async () => {
  sources = await madeDigits(join(folder, "sources"));
  records = joinDigits(sources, TRAINED);
});

describe("the records of digits", () => {
  const splitsOf = (name: (record: Joined) => string) => {
    const found = new Map<string, Set<string>>();
    for (const record of records) {
      found.set(name(record), (found.get(name(record)) ?? new Set()).add(record.split));
    }
    return [...found.values()].map((splits) => [...splits].join());
  };

  it("are joined by digit, as many of each", () => {
    for (const split of SPLITS) {
      const counts = Array.from(
        { length: 10 },
        (_, digit) => records.filter((record) => record.split === split && record.digit === digit).length,
      );
      // Two recordings of the one speaker who validates, and as many students as test.
      expect(new Set(counts)).toEqual(new Set([{ train: TRAINED, validation: 2, test: 2 }[split]]));
    }
    const labels = idxLabels(readFileSync(join(sources.mnist, "train-labels-idx1-ubyte")));
    for (const { digit, picture, sound, sign, split } of records) {
      if (split !== "test") expect(labels[picture.index]).toBe(digit);
      expect([sound[0], sign[0]]).toEqual([String(digit), String(digit)]);
    }
  });

  it("have no speaker and no student in two splits", () => {
    expect(splitsOf(({ sound }) => sound.split("_")[1]!).sort()).toEqual([
      "test",
      "test",
      "train",
      "train",
      "train",
      "validation",
    ]);
    const students = splitsOf(({ sign }) => String(Math.floor(Number(/IMG_(\d+)/.exec(sign)![1]) / 10)));
    expect(students.filter((splits) => splits.includes(","))).toEqual([]);
    expect(new Set(students)).toEqual(new Set(SPLITS));
  });

  it("have no picture in two splits, and test on MNIST's own test pictures", () => {
    const pictures = splitsOf(({ picture: { pictures, index } }) => `${pictures.count} ${index}`);
    expect(pictures.filter((splits) => splits.includes(","))).toEqual([]);
    for (const { split, picture } of records) {
      expect(picture.pictures.count).toBe(10 * (split === "test" ? COUNTS.held : COUNTS.known));
    }
  });

  it("use nothing twice in validation and test", () => {
    const held = records.filter(({ split }) => split !== "train");
    const names = held.flatMap(({ sound, sign, picture }) => [
      sound,
      sign,
      `${picture.pictures.count} ${picture.index}`,
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("come again in turns in training", () => {
    const signs = records
      .filter(({ split, digit }) => split === "train" && digit === 3)
      .map(({ sign }) => sign);
    expect(new Set(signs).size).toBe(TRAINED);
    const more = joinDigits(sources, 15).filter(({ split, digit }) => split === "train" && digit === 3);
    const counts = new Map<string, number>();
    for (const { sign } of more) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
  });
});

describe("what is made harder", () => {
  it("is a picture of 7 × 7 means", () => {
    const bytes = new Uint8Array(16 + 28 * 28);
    new DataView(bytes.buffer).setUint32(0, 0x803);
    [1, 28, 28].forEach((size, i) => {
      new DataView(bytes.buffer).setUint32(4 + 4 * i, size);
    });
    for (let y = 4; y < 8; y++) for (let x = 8; x < 10; x++) bytes[16 + 28 * y + x] = 200;
    const small = shrink(idxPictures(bytes), 0);
    expect(small).toHaveLength(49);
    expect([...small].map((value, i) => [i, value]).filter(([, value]) => value !== 0)).toEqual([
      [7 + 2, 100],
    ]);
    expect(() => idxPictures(bytes.subarray(0, 100))).toThrow("cut off");
    expect(() => idxLabels(bytes)).toThrow("no IDX file");
  });

  it("is a recording with noise as strong as it is", () => {
    const rate = 8000;
    const channels = [Float32Array.from({ length: 4000 }, (_, i) => 0.02 * Math.sin(i / 3))];
    const power = (samples: ArrayLike<number>) =>
      Array.from(samples).reduce((sum, value) => sum + value * value, 0) / samples.length;
    const [a, b] = [1, 2].map((place) => withNoise({ rate, channels }, 1, place));
    // Half the difference of two mixtures is noise alone, and half their sum has as much of it.
    const noise = power(a!.map((value, i) => (value - b![i]!) / 2));
    const both = power(a!.map((value, i) => (value + b![i]!) / 2));
    expect((both - noise) / (2 * noise)).toBeGreaterThan(0.9);
    expect((both - noise) / (2 * noise)).toBeLessThan(1.1);
    expect(withNoise({ rate, channels }, 1, 1)).toEqual(a);
    const louder = channels.map((samples) => samples.map((value) => 10 * value));
    withNoise({ rate, channels: louder }, 1, 1).forEach((value, i) => {
      expect(value).toBeCloseTo(a![i]!, 5);
    });
  });
});

describe("the data and the models of digits", () => {
  const data = join(folder, "data");
  beforeAll(() => prepareDigits(data, sources, TRAINED));

  it("are prepared the same each time", async () => {
    const other = join(folder, "other");
    await prepareDigits(other, sources, TRAINED);
    expect(hashesOf(other)).toEqual(hashesOf(data));
    const wav = decodeWav(readFileSync(join(data, "sounds/test-3-0.wav")));
    expect(wav.rate).toBe(8000);
    expect(Object.keys(hashesOf(data)).filter((path) => path.startsWith("sounds/"))).toHaveLength(100);
  });

  it("are all listed", () => {
    expect(modelsOf("digits").sort()).toEqual(MODELS.map(({ file }) => file).sort());
  });

  it.each(MODELS)("compile without a finding: $file", ({ file }) => {
    expect(compileFile(`examples/digits/${file}.fuse`).findings).toEqual([]);
  });
});
