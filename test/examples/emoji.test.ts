import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { conceptsOf } from "../../examples/emoji/concepts.ts";
import { readEmoji } from "../../examples/emoji/emoji.ts";
import { prepareEmoji } from "../../examples/emoji/prepare.ts";
import { splitOf } from "../../examples/emoji/split.ts";
import { sha256 } from "../../runtime/files/hash.ts";
import { temporaryFolder } from "../runtime/temporary.ts";

const emoji = readEmoji();
const labels = emoji.map(({ label }) => label);
const groups = emoji.map(({ group }) => group);
const concepts = conceptsOf(emoji);

describe("the emoji", () => {
  it("are all that have a picture, without flags and components", () => {
    expect(emoji).toHaveLength(1636);
    expect(new Set(labels).size).toBe(1636);
    expect(tally(groups)).toEqual({
      smileys: 169,
      people: 386,
      animals: 159,
      food: 131,
      places: 218,
      activities: 85,
      objects: 264,
      symbols: 224,
    });
  });

  it("have the groups of the models", () => {
    const parts = readFileSync("examples/emoji/parts.fuse", "utf8");
    const category = /category Group = \[(.*)\]/.exec(parts)?.[1] ?? "";
    const declared = [...category.matchAll(/"(\w+)"/g)].map(([, name]) => name);
    expect(new Set(groups)).toEqual(new Set(declared));
  });
});

describe("concepts", () => {
  it.each([
    ["person", ["man running", "woman running", "person running: facing right"]],
    ["person's work", ["farmer", "man farmer", "woman farmer"]],
    ["merfolk", ["merperson", "merman", "mermaid"]],
    ["child", ["boy", "girl", "child"]],
    ["family", ["family", "family: man, woman, girl, boy", "family: adult, child"]],
    ["hair", ["person", "man: bald", "woman: red hair", "woman"]],
    ["clock", ["one o’clock", "twelve-thirty", "eleven o’clock"]],
    ["keycap", ["keycap: #", "keycap: 3", "keycap: 10"]],
    ["colour", ["red heart", "blue heart", "two hearts"]],
    ["shape", ["red circle", "black circle", "white circle"]],
    ["face of an animal", ["dog face", "dog"]],
    ["direction", ["up arrow", "left arrow", "down-right arrow"]],
    ["globe", ["globe showing Americas", "globe showing Asia-Australia"]],
  ])("are one for variants by %s", (_, variants) => {
    expect(variants.map((label) => labels.indexOf(label))).not.toContain(-1);
    expect(new Set(variants.map((label) => concepts[labels.indexOf(label)])).size).toBe(1);
  });

  it.each([
    ["grinning face", "angry face"],
    ["man", "boy"],
    ["man running", "man walking"],
    ["red heart", "red circle"],
    ["right arrow", "female sign"],
    ["dog", "guide dog"],
    ["soccer ball", "baseball"],
  ])("are two for %s and %s", (one, other) => {
    expect(concepts[labels.indexOf(one)]).not.toBe(concepts[labels.indexOf(other)]);
  });

  it("are the same in any order", () => {
    const partition = (order: readonly number[]): string[] => {
      const members = new Map<number, string[]>();
      conceptsOf(order.map((i) => emoji[i]!)).forEach((concept, i) => {
        members.set(concept, [...(members.get(concept) ?? []), labels[order[i]!]!]);
      });
      return [...members.values()].map((group) => group.sort().join("|")).sort();
    };
    const everything = emoji.map((_, i) => i);
    expect(partition(everything.toReversed())).toEqual(partition(everything));
  });
});

describe("the split", () => {
  const splits = splitOf(groups, concepts);

  it("never parts a concept", () => {
    const splitsOf = new Map<number, Set<string>>();
    concepts.forEach((concept, i) => {
      splitsOf.set(concept, (splitsOf.get(concept) ?? new Set()).add(splits[i]!));
    });
    expect([...splitsOf.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  it("holds out a fifth twice, of every group", () => {
    expect(tally(splits)).toEqual({ train: 982, validation: 327, test: 327 });
    for (const [group, count] of Object.entries(tally(groups))) {
      const own = tally(splits.filter((_, i) => groups[i] === group));
      for (const held of ["validation", "test"]) {
        expect(Math.abs(own[held]! - count / 5), `${held} of ${group}`).toBeLessThan(3);
      }
    }
  });

  it("depends on its seed alone", () => {
    expect(splitOf(groups, concepts)).toEqual(splits);
    expect(splitOf(groups, concepts, 2)).not.toEqual(splits);
  });

  it("gives every split its share where all concepts are small", () => {
    const many = fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.nat(30)), {
      minLength: 100,
      maxLength: 300,
    });
    fc.assert(
      fc.property(many, fc.nat(1000), (rows, seed) => {
        // A concept has one group here: its number says which.
        const of = rows.map(([group, number]) => `${group}${number}`);
        const names = [...new Set(of)];
        const found = splitOf(
          rows.map(([group]) => group),
          of.map((name) => names.indexOf(name)),
          seed,
        );
        for (const name of names) expect(new Set(found.filter((_, i) => of[i] === name)).size).toBe(1);
        for (const group of ["a", "b"]) {
          const own = found.filter((_, i) => rows[i]![0] === group);
          const largest = Math.max(0, ...Object.values(tally(of.filter((name) => name.startsWith(group)))));
          for (const held of ["validation", "test"]) {
            expect(Math.abs((tally(own)[held] ?? 0) - own.length / 5)).toBeLessThanOrEqual(largest);
          }
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe("the prepared folder", () => {
  const parent = temporaryFolder();
  const folder = join(parent, "data");
  const hashes = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, sha256(readFileSync(join(parentPath, name)))]),
    );

  beforeAll(() => prepareEmoji(folder));

  it("holds a row and a picture of 64 × 64 RGBA for every emoji", async () => {
    const rows = await readRows(join(folder, "emoji.parquet"));
    expect(rows.map(({ name }) => name)).toEqual(labels);
    expect(rows.map(({ group }) => group)).toEqual(groups);
    expect(rows.map(({ split }) => split)).toEqual(splitOf(groups, concepts));
    const shapes = await Promise.all(
      rows.map(async ({ picture }) => {
        const { width, height, channels, space, format } = await sharp(join(folder, picture!)).metadata();
        return `${format} ${width} ${height} ${channels} ${space}`;
      }),
    );
    expect(tally(shapes)).toEqual({ "png 64 64 4 srgb": 1636 });
  });

  it("shows what the package shows", async () => {
    const rows = await readRows(join(folder, "emoji.parquet"));
    for (const i of [0, 700, 1600]) {
      const pixels = (path: string) => sharp(path).ensureAlpha().toColourspace("srgb").raw().toBuffer();
      expect(await pixels(join(folder, rows[i]!.picture!))).toEqual(await pixels(emoji[i]!.picture));
    }
  });

  it("is left alone while it is up to date, and made whole again where it is not", async () => {
    const first = hashes();
    const picture = join(folder, "pictures", readdirSync(join(folder, "pictures"))[0]!);
    const made = statSync(picture).mtimeMs;
    await prepareEmoji(folder);
    expect(statSync(picture).mtimeMs).toBe(made);

    writeFileSync(join(folder, "made-of.txt"), "something else");
    writeFileSync(picture, "");
    await prepareEmoji(folder);
    expect(hashes()).toEqual(first);
    expect(readdirSync(parent)).toEqual(["data"]);
  });

  it("is not mixed with what a broken-off attempt left", async () => {
    const first = hashes();
    const other = join(parent, "other");
    mkdirSync(join(other, "pictures"), { recursive: true });
    writeFileSync(join(other, "pictures", "stray.png"), "");
    await prepareEmoji(other);
    expect(existsSync(join(other, "pictures", "stray.png"))).toBe(false);
    expect(sha256(readFileSync(join(other, "emoji.parquet")))).toBe(first["emoji.parquet"]);
  });
});

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

async function readRows(path: string): Promise<Record<string, string>[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
  return read.getRowObjectsJS() as Record<string, string>[];
}
