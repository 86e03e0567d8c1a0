import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { type Cell, type Encoder, isCellError } from "../../../runtime/data/encoders/define.ts";
import { image } from "../../../runtime/data/encoders/image.ts";
import { numbers } from "../../../runtime/data/encoders/numbers.ts";
import { text } from "../../../runtime/data/encoders/text.ts";
import { splitWords } from "../../../runtime/data/words.ts";
import { imageInput, seriesInput, textInput, vectorInput } from "../samples.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();

async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (isCellError(error)) return error.message;
    throw error;
  }
  return "nothing was refused";
}

describe("words", () => {
  it.each([
    ["Red Apple", ["Red", "Apple"]],
    ["  man: medium-light skin tone, beard ", ["man", "medium", "light", "skin", "tone", "beard"]],
    ["don't", ["don", "t"]],
    ["naïve ΣΊΣΥΦΟΣ x2", ["naïve", "ΣΊΣΥΦΟΣ", "x2"]],
    ["cafe\u0301", ["café"]],
    ["日本語、です", ["日本語", "です"]],
    ["👍 !?", []],
    ["", []],
  ])("%j", (sentence, words) => {
    expect(splitWords(sentence)).toEqual(words);
  });

  it("are found again when joined", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (sentence) => {
        const words = splitWords(sentence);
        expect(splitWords(words.join(" "))).toEqual(words);
      }),
    );
  });
});

describe("text", () => {
  const input = textInput("name", 3, 4);
  const encode = (fitted: ReturnType<Encoder["fit"]>, cell: string) => {
    const into = new Int32Array(3).fill(9);
    return [text.open(input, fitted).encode(cell, into), [...into]];
  };

  it("learns the most frequent words, equally frequent ones by the alphabet", () => {
    expect(text.fit(["b a c", "b", "d"], input)).toEqual({ vocabulary: ["b", "a"] });
    expect(text.fit(["d c", "c d b"], textInput("name", 3, 5))).toEqual({ vocabulary: ["c", "d", "b"] });
    expect(text.fit(["a"], textInput("name", 3, 2))).toEqual({ vocabulary: [] });
  });

  it("numbers words from 2, unknown ones 1, and pads with 0", () => {
    const fitted = text.fit(["b a c", "b"], input);
    expect(encode(fitted, "a, b!")).toEqual([[2], [3, 2, 0]]);
    expect(encode(fitted, "z a b b")).toEqual([[3], [1, 3, 2]]);
    expect(encode(fitted, "—")).toEqual([[0], [0, 0, 0]]);
  });

  it("knows a word called as a property of objects only if it has learned it", () => {
    expect(encode(text.fit(["x"], input), "constructor __proto__ x")).toEqual([[3], [1, 1, 2].slice(0, 3)]);
  });

  it("stays within the vocabulary", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        fc.string(),
        fc.integer({ min: 2, max: 6 }),
        (rows, cell, vocabulary) => {
          const sized = textInput("name", 3, vocabulary);
          const into = new Int32Array(3);
          text.open(sized, text.fit(rows, sized)).encode(cell, into);
          expect(into.every((number) => number >= 0 && number < vocabulary)).toBe(true);
        },
      ),
    );
  });
});

describe("numbers", () => {
  const encoded = (cell: Cell, input = seriesInput("s", 2, 3)) => {
    const into = new Float32Array(input.values.shape.reduce((a, b) => a * b, 1));
    numbers.open(input, {}).encode(cell, into);
    return [...into];
  };
  const all = [1, 2, 3, 4, 5, 6];

  it.each([
    ["nested JSON", "[[1,2,3],[4,5,6]]"],
    ["flat JSON", "[1,2,3,4,5,6]"],
    ["spaces", " 1 2 3 4 5 6 "],
    ["commas", "1, 2,3,4 ,5,6"],
    ["semicolons", "1;2; 3;4;5;6"],
    ["lists", [[1, 2, 3], [4, 5, 6]]], // biome-ignore format: one line each
  ])("are read from %s", (_, cell) => {
    expect(encoded(cell)).toEqual(all);
  });

  it.each([
    ["too few", "1 2 3", '"1 2 3" has 3 numbers'],
    ["a gap", "1,,2,3,4,5", '"1,,2,3,4,5" is no list of numbers'],
    ["nothing", "", '"" is no list of numbers'],
    ["words", "1 2 3 4 5 x", '"1 2 3 4 5 x" holds NaN at place 6'],
    ["infinity", "1 2 3 4 5 1e39", "holds 1e+39 at place 6"],
    ["another nesting", "[[1,2],[3,4],[5,6]]", "is not nested as the input is"],
    [
      "a ragged list",
      [
        [1, 2, 3],
        [4, 5],
      ],
      "is not nested as the input is",
    ],
    [
      "text among numbers",
      [
        [1, 2, 3],
        [4, 5, "6"],
      ],
      "holds something else than numbers",
    ],
    ["broken JSON", "[1,2", '"[1,2" is no list of numbers'],
  ])("are refused where there is %s", async (_, cell, message) => {
    expect(await refusal(() => encoded(cell))).toContain(message);
  });

  it("come back from JSON to the float", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 4, maxLength: 4 }),
        (v) => {
          expect(encoded(JSON.stringify(v), vectorInput("v", 4))).toEqual(v.map((x) => (x === 0 ? 0 : x)));
        },
      ),
    );
  });
});

describe("pictures", () => {
  /** A picture of one colour. */
  const plain = (width: number, height: number, rgba: [number, number, number, number]) =>
    sharp({
      create: {
        width,
        height,
        channels: 4,
        background: { r: rgba[0], g: rgba[1], b: rgba[2], alpha: rgba[3] },
      },
    })
      .png()
      .toBuffer();

  async function encoded(cell: Cell, channels: 1 | 3 | 4) {
    const into = new Uint8Array(2 * 3 * channels);
    const encoder = image.open(imageInput("picture", 2, 3, channels), {});
    await encoder.encode(cell, into);
    return { pixels: [...into], notes: encoder.notes?.() };
  }

  it.each([
    [4, [200, 100, 50, 255]],
    [3, [200, 100, 50]],
    [1, [124]],
  ] as const)("become bytes in %d channels", async (channels, pixel) => {
    const { pixels, notes } = await encoded(await plain(3, 2, [200, 100, 50, 1]), channels);
    const close = pixels.map((byte, i) => Math.abs(byte - pixel[i % channels]!));
    expect(Math.max(...close)).toBeLessThanOrEqual(channels === 1 ? 4 : 0);
    expect(notes).toEqual([]);
  });

  it("stand row by row, channels last", async () => {
    const raw = Uint8Array.from({ length: 18 }, (_, i) => i * 10);
    const png = await sharp(raw, { raw: { width: 3, height: 2, channels: 3 } })
      .png()
      .toBuffer();
    expect((await encoded(png, 3)).pixels).toEqual([...raw]);
  });

  it("lie on white where they are transparent", async () => {
    expect((await encoded(await plain(3, 2, [10, 20, 30, 0]), 3)).pixels).toEqual(Array(18).fill(255));
  });

  it("are resized only where their size differs, which is said once", async () => {
    const encoder = image.open(imageInput("picture", 2, 3, 4), {});
    const into = new Uint8Array(24);
    for (const size of [3, 6, 8]) await encoder.encode(await plain(size, 2, [1, 2, 3, 1]), into);
    expect([...into.subarray(0, 4)]).toEqual([1, 2, 3, 255]);
    expect(encoder.notes?.()).toEqual(["2 of 3 pictures of picture were brought to 3 × 2 pixels"]);
  });

  it("stand upright as their camera says", async () => {
    const raw = Uint8Array.from({ length: 6 }, (_, i) => i * 40);
    const lying = await sharp(raw, { raw: { width: 2, height: 3, channels: 1 } })
      .withMetadata({ orientation: 6 })
      .tiff({ compression: "none" })
      .toBuffer();
    const { pixels, notes } = await encoded(lying, 1);
    expect(pixels).toEqual([160, 80, 0, 200, 120, 40]);
    expect(notes).toEqual([]);
  });

  it("that cannot be decoded are refused with the cause", async () => {
    expect(await refusal(() => encoded(Buffer.from("no picture"), 3))).toContain("unsupported image format");
    const whole = await plain(3, 2, [1, 2, 3, 1]);
    expect(await refusal(() => encoded(whole.subarray(0, whole.length - 30), 3))).not.toBe(
      "nothing was refused",
    );
  });

  it("of a record are a path, a data URL or Base64", async () => {
    const png = await plain(3, 2, [1, 2, 3, 1]);
    writeFileSync(join(folder, "a.png"), png);
    const base64 = png.toString("base64");
    const cell = (field: unknown, access: Parameters<NonNullable<Encoder["cellOf"]>>[1] = { folder }) =>
      image.cellOf?.(field, access);
    expect(await cell("a.png")).toEqual(png);
    expect(await cell(`data:image/png;base64,${base64}`)).toEqual(png);
    expect(await cell({ base64 })).toEqual(png);
    expect(await refusal(() => cell("b.png"))).toContain("ENOENT");
    expect(await refusal(() => cell("a.png", "none"))).toContain("paths of files are not accepted");
    expect(await refusal(() => cell({ base64: "§" }))).toContain("not Base64");
    expect(await refusal(() => cell("data:image/png,abc"))).toContain("not in Base64");
  });
});
