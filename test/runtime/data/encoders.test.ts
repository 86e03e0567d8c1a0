import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { type Cell, type Encoder, isCellError } from "../../../runtime/data/encoders/define.ts";
import { graph } from "../../../runtime/data/encoders/graph.ts";
import { image } from "../../../runtime/data/encoders/image.ts";
import { numbers } from "../../../runtime/data/encoders/numbers.ts";
import { tabular } from "../../../runtime/data/encoders/tabular.ts";
import { text } from "../../../runtime/data/encoders/text.ts";
import { splitWords } from "../../../runtime/data/words.ts";
import {
  graphInput,
  imageInput,
  pointsInput,
  seriesInput,
  tabularInput,
  textInput,
  vectorInput,
  videoInput,
} from "../samples.ts";
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
    return [text.open(input, fitted).encode(cell, [into]), [...into]];
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
          text.open(sized, text.fit(rows, sized)).encode(cell, [into]);
          expect(into.every((number) => number >= 0 && number < vocabulary)).toBe(true);
        },
      ),
    );
  });
});

describe("numbers", () => {
  const encoded = (cell: Cell, input = seriesInput("s", 2, 3)) => {
    const into = new Float32Array(input.parts[0]!.shape.reduce((a, b) => a * b, 1)).fill(9);
    const lengths = numbers.open(input, {}).encode(cell, [into]);
    expect(lengths).toEqual([]);
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

describe("numbers along a ragged axis", () => {
  const input = pointsInput("scan", 3, 2);
  const encoded = (cell: Cell) => {
    const into = new Float32Array(6).fill(9);
    return [numbers.open(input, {}).encode(cell, [into]), [...into]];
  };

  it.each([
    ["nested", "[[1,2],[3,4]]"],
    ["flat", "1 2 3 4"],
    ["lists", [[1, 2], [3, 4]]], // biome-ignore format: one line
  ])("fill as many places as there are, %s", (_, cell) => {
    expect(encoded(cell)).toEqual([[2], [1, 2, 3, 4, 0, 0]]);
  });

  it("may be none", () => expect(encoded("[]")).toEqual([[0], [0, 0, 0, 0, 0, 0]]));

  it("are cut off at the end of the axis, which is told", () => {
    const encoder = numbers.open(input, {});
    const into = new Float32Array(6);
    expect(encoder.notes?.()).toEqual([]);
    expect(encoder.encode([1, 2, 3, 4, 5, 6, 7, 8], [into])).toEqual([3]);
    expect([...into]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(encoder.encode([1, 2], [into])).toEqual([1]);
    expect([...into]).toEqual([1, 2, 0, 0, 0, 0]);
    expect(encoder.notes?.()).toEqual([
      "scan has more than 3 places in 1 record, of which the further ones were cut off",
    ]);
  });

  it("are refused where a place is not complete", async () => {
    expect(await refusal(() => encoded("1 2 3"))).toContain("has 3 numbers");
    expect(await refusal(() => encoded("[[1,2],[3]]"))).toContain("is not nested as the input is");
  });

  it("may be of any length in a record", () => {
    expect(numbers.schema(input)).toEqual({
      type: "array",
      items: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
    });
  });
});

describe("bytes", () => {
  const encoded = (cell: Cell) => {
    const into = new Uint8Array(3);
    numbers.open(videoInput("clip", 3), {}).encode(cell, [into]);
    return [...into];
  };

  it("are whole numbers from 0 to 255", async () => {
    expect(encoded([0, 7, 255])).toEqual([0, 7, 255]);
    for (const wrong of [256, -1, 0.5]) {
      expect(await refusal(() => encoded([1, wrong, 2]))).toContain(`holds ${wrong} at place 2`);
    }
  });
});

describe("rows of a table", () => {
  const input = tabularInput("row", 2, [2, 3]);
  const fitted = tabular.fit(["1, 2, b, x", "1, 2, a, y", '[1, 2, "a", "x"]', "0, 0, c, 7"], input);
  const encoded = (cell: Cell) => {
    const into = [new Float32Array(2), new Int32Array(2)] as const;
    tabular.open(input, fitted).encode(cell, into);
    return into.map((part) => [...part]);
  };

  it("learn the most frequent values of each column, equally frequent ones by the alphabet", () => {
    expect(fitted).toEqual({ values: [["a", "b"], ["x", "7", "y"]] }); // biome-ignore format: one line
  });

  it("number the values of all columns on, behind one entry of each for what was never seen", () => {
    expect(encoded("0.5, -1, a, x")).toEqual([[0.5, -1], [1, 4]]); // biome-ignore format: one line
    expect(encoded([3, 4, "b", 7])).toEqual([[3, 4], [2, 5]]); // biome-ignore format: one line
    expect(encoded("0;0;c;constructor")).toEqual([[0, 0], [0, 3]]); // biome-ignore format: one line
  });

  it.each([
    ["too few values", "1, 2, a", "has 3 values"],
    ["a word among the numbers", "1, x, a, b", "has no number in column 2"],
    ["a gap among the numbers", "1, , a, b", "has no number in column 2: it is empty"],
    ["nothing as a category", [1, 2, null, "x"], "has no category in column 3"],
    ["broken JSON", "[1, 2", "is no list of values"],
  ])("are refused with %s", async (_, cell, message) => {
    expect(await refusal(() => encoded(cell))).toContain(message);
  });

  it("may be of one kind of columns alone", () => {
    const only = tabularInput("row", 0, [1]);
    const into = new Int32Array(1);
    tabular.open(only, tabular.fit(["a"], only)).encode(["a"], [into]);
    expect([...into]).toEqual([1]);
  });

  it("stay within the vocabulary", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), fc.integer({ min: 1, max: 4 }), (rows, cell, size) => {
        const sized = tabularInput("row", 0, [size, size]);
        const into = new Int32Array(2);
        const learned = tabular.fit(
          rows.map((row) => [row, row]),
          sized,
        );
        tabular.open(sized, learned).encode([cell, cell], [into]);
        expect(into[0]! >= 0 && into[0]! <= size).toBe(true);
        expect(into[1]! - into[0]!).toBe(size + 1);
      }),
    );
  });
});

describe("graphs", () => {
  const encoded = (cell: Cell, directed = false) => {
    const into = [new Float32Array(6).fill(9), new Float32Array(9).fill(9)] as const;
    const lengths = graph.open(graphInput("web", 3, 2, directed), {}).encode(cell, into);
    return { lengths, nodes: [...into[0]], edges: [...into[1]] };
  };
  const nodes = [
    [1, 2],
    [3, 4],
  ];

  it("write edges from a node into the row of the other, both ways unless directed", () => {
    const cell = { nodes, edges: [[0, 1, 0.5]] };
    expect(encoded(cell)).toEqual({
      lengths: [2],
      nodes: [1, 2, 3, 4, 0, 0],
      edges: [0, 0.5, 0, 0.5, 0, 0, 0, 0, 0],
    });
    expect(encoded(cell, true).edges).toEqual([0, 0, 0, 0.5, 0, 0, 0, 0, 0]);
  });

  it("are read from JSON, and have edges of weight 1", () => {
    expect(encoded(JSON.stringify({ nodes, edges: [[1, 1]] })).edges).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it.each([
    ["more nodes than declared", { nodes: [...nodes, ...nodes], edges: [] }, "has 4 nodes"],
    ["a node of other numbers", { nodes: [[1]], edges: [] }, "node 0 of"],
    ["an edge to a node that is not there", { nodes, edges: [[0, 2]] }, "has an edge [0,2]"],
    ["an edge without weight", { nodes, edges: [[0, 1, null]] }, "has an edge [0,1,null]"],
    ["no edges", { nodes }, "has no lists of nodes and edges"],
    ["broken JSON", "{", "is no JSON"],
  ])("are refused with %s", async (_, cell, message) => {
    expect(await refusal(() => encoded(cell))).toContain(message);
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
    await encoder.encode(cell, [into]);
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
    for (const size of [3, 6, 8]) await encoder.encode(await plain(size, 2, [1, 2, 3, 1]), [into]);
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
      image.cellOf?.(field, access, imageInput("v", 2, 3, 3));
    expect(await cell("a.png")).toEqual(png);
    expect(await cell(`data:image/png;base64,${base64}`)).toEqual(png);
    expect(await cell({ base64 })).toEqual(png);
    expect(await refusal(() => cell("b.png"))).toContain("b.png: there is no such file");
    expect(await refusal(() => cell("."))).toContain("it is a folder");
    expect(await refusal(() => cell("a.png", "none"))).toContain("paths of files are not accepted");
    expect(await refusal(() => cell({ base64: "§" }))).toContain("not Base64");
    expect(await refusal(() => cell("data:image/png,abc"))).toContain("not in Base64");
  });
});
