import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { decodeWav } from "../../runtime/data/decoders/wav.ts";
import { SPLITS, type SplitName } from "../../runtime/data/split-names.ts";
import { createDraw, permutation } from "../../runtime/draws.ts";
import { sha256 } from "../../runtime/files/hash.ts";
import { writeParquet } from "../kit/parquet.ts";
import { makeFolder } from "../kit/prepared.ts";
import { shrink } from "./idx.ts";
import { DIGITS, type DigitSources, type Drawing, drawings, type Pools, signs, sounds } from "./items.ts";
import { wavOf, withNoise } from "./noise.ts";

/** Changes with what is made of the same sources. */
const VERSION = 1;
const SEED = 1;
/** Records of each digit to train on. Of the other splits there are as many as need nothing twice. */
const TRAINED = 300;
/** Pixels of a side of a hand sign. */
const SIDE = 32;
/** Files that are made at a time. */
const ABREAST = 64;

/** A record before it is made. */
export interface Joined {
  readonly name: string;
  readonly split: SplitName;
  readonly digit: number;
  readonly picture: Drawing;
  /** Name of a file. */
  readonly sound: string;
  /** `DIGIT/FILE`. */
  readonly sign: string;
}

/**
 * Joins pictures, recordings and hand signs of one digit to records, all drawn by a seed. In validation and test each
 * stands in one record alone; in training, recordings and signs come again with others, in turns.
 */
export function joinDigits(sources: DigitSources, trained: number = TRAINED): Joined[] {
  const pools = {
    picture: drawings(sources.mnist, SEED),
    sound: sounds(sources.sounds, SEED),
    sign: signs(sources.signs),
  };
  return SPLITS.flatMap((split) =>
    Array.from({ length: DIGITS }, (_, digit) => {
      const there = Object.values(pools).map((pool: Pools<unknown>) => pool[split][digit]!.length);
      const count = split === "train" ? trained : Math.min(...there);
      const taken = <T>(pool: Pools<T>, name: string): T[] =>
        inTurns(pool[split][digit]!, count, `:${name} of ${digit} in ${split}`);
      const picture = taken(pools.picture, "pictures");
      const sound = taken(pools.sound, "sounds");
      const sign = taken(pools.sign, "signs");
      return Array.from({ length: count }, (_, i) => ({
        name: `${split}-${digit}-${i}`,
        split,
        digit,
        picture: picture[i]!,
        sound: sound[i]!,
        sign: sign[i]!,
      }));
    }).flat(),
  );
}

/** All of a list in a drawn order, then all in another, until there are so many. */
function inTurns<T>(list: readonly T[], count: number, stream: `:${string}`): T[] {
  const draw = createDraw(SEED, stream);
  const taken: T[] = [];
  while (taken.length < count) taken.push(...Array.from(permutation(list.length, draw), (i) => list[i]!));
  return taken.slice(0, count);
}

/**
 * Makes the data of the digit models in `folder`: `digits.parquet` with the columns `picture`, `sound`, `sign`, `digit`
 * and `split`, and the files it names: pictures of 7 × 7 and signs of 32 × 32 gray pixels, recordings with noise. Nothing
 * is done where the folder is up to date.
 */
export async function prepareDigits(folder: string, sources: DigitSources, trained?: number): Promise<void> {
  const records = joinDigits(sources, trained);
  await makeFolder(folder, await stampOf(sources, records), async (draft) => {
    for (const sub of ["pictures", "sounds", "signs"]) await mkdir(join(draft, sub));
    await abreast(records, ({ name, picture }) => {
      const raw = { width: 7, height: 7, channels: 1 } as const;
      return gray(sharp(shrink(picture.pictures, picture.index), { raw }), join(draft, pictureOf(name)));
    });
    await abreast(records, async ({ name, sound }, i) => {
      const recording = decodeWav(await readFile(join(sources.sounds, sound)));
      const bytes = wavOf(withNoise(recording, SEED, i), recording.rate);
      await writeFile(join(draft, soundOf(name)), bytes);
    });
    await abreast([...new Set(records.map(({ sign }) => sign))], (sign) => {
      const photo = sharp(join(sources.signs, sign)).resize(SIDE, SIDE, { fit: "fill" }).grayscale();
      return gray(photo, join(draft, signOf(sign)));
    });
    const rows = records.map(({ name, sign, digit, split }) => ({
      picture: pictureOf(name),
      sound: soundOf(name),
      sign: signOf(sign),
      digit: String(digit),
      split,
    }));
    await writeParquet(join(draft, "digits.parquet"), rows);
  });
}

const pictureOf = (name: string): string => `pictures/${name}.png`;
const soundOf = (name: string): string => `sounds/${name}.wav`;
const signOf = (sign: string): string => `signs/${sign.replace("/", "-").replace(/\.\w+$/, "")}.png`;

async function gray(picture: Sharp, path: string): Promise<void> {
  await picture.toColourspace("b-w").png({ palette: false }).toFile(path);
}

async function abreast<T>(
  items: readonly T[],
  make: (item: T, place: number) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += ABREAST) {
    await Promise.all(items.slice(from, from + ABREAST).map((item, i) => make(item, from + i)));
  }
}

async function stampOf(sources: DigitSources, records: readonly Joined[]): Promise<string> {
  const files = [
    ...records.map(({ sound }) => join(sources.sounds, sound)),
    ...records.map(({ sign }) => join(sources.signs, sign)),
  ];
  const hashes: string[] = [];
  await abreast([...new Set(files)], async (file, i) => {
    hashes[i] = sha256(await readFile(file));
  });
  const rows = records.map(({ name, picture: { pictures, index }, sound, sign }) => {
    return [name, sha256(shrink(pictures, index)), sound, sign];
  });
  return sha256(JSON.stringify([VERSION, rows, hashes]));
}
