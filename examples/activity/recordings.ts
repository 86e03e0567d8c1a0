import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { SplitName } from "../../runtime/data/split-names.ts";
import type { Recordings } from "../kit/recordings.ts";

export const RECORDINGS: readonly Recordings[] = [
  {
    title: "Smartphone and smartwatch HAR dataset (Matey-Sanz and others, GeoTec)",
    folder: "phone-watch-har",
    holds: "DATA",
    from: "https://github.com/GeoTecINIT/sp-sw-har-dataset.git",
    licence: "CC BY 4.0",
    size: "28 MB packed",
  },
];

/** Somebody who was recorded. */
export interface Person {
  readonly id: string;
  readonly age: number;
  readonly gender: string;
  readonly hand: string;
}

/** What one device measured: acceleration and turning along three axes each, at moments of its own. */
export interface Track {
  /** In milliseconds, ascending. */
  readonly times: readonly number[];
  readonly channels: readonly (readonly number[])[];
  readonly labels: readonly string[];
}

export const CHANNELS = ["ax", "ay", "az", "gx", "gy", "gz"] as const;
const COLUMNS = ["x_acc", "y_acc", "z_acc", "x_gyro", "y_gyro", "z_gyro"];

/** A table whose cells hold no commas, by column. */
function readCsv(text: string): (name: string) => string[] {
  const [head, ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  return (name) => {
    const at = head!.indexOf(name);
    if (at < 0) throw new Error(`the recordings have no column ${name}`);
    return rows.map((row) => row[at] ?? "");
  };
}

export function readPeople(folder: string): Person[] {
  const column = readCsv(readFileSync(join(folder, "subjects_info.csv"), "utf8"));
  const [ages, genders, hands] = [column("age"), column("gender"), column("dominant_hand")];
  return column("subject_id").map((id, i) => ({
    id,
    age: Number(ages[i]),
    gender: genders[i]!,
    hand: hands[i]!,
  }));
}

/** The names of a person's executions, in order, of which both devices have a file. */
export function executionsOf(folder: string, { id }: Person): string[] {
  const names = readdirSync(join(folder, id)).flatMap(
    (name) => /^(.+)_sp\.csv(\.gz)?$/.exec(name)?.[1] ?? [],
  );
  return names.filter((name) => fileOf(folder, id, name, "sw") !== undefined).sort();
}

/** The file of a device as it is published or, if there is one, packed. */
function fileOf(folder: string, person: string, execution: string, device: "sp" | "sw"): string | undefined {
  const path = join(folder, person, `${execution}_${device}.csv`);
  return [path, `${path}.gz`].find((file) => existsSync(file));
}

/** What a device measured in an execution: `sp` is the phone and `sw` the watch. */
export function readTrack(folder: string, { id }: Person, execution: string, device: "sp" | "sw"): Track {
  const file = fileOf(folder, id, execution, device)!;
  const bytes = readFileSync(file);
  const column = readCsv((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  return {
    times: column("timestamp").map(Number),
    channels: COLUMNS.map((name) => column(name).map(Number)),
    labels: column("label").map((label) => label.toLowerCase()),
  };
}

/** Bounds of age between groups of about as many people. */
const AGES = [
  { below: 40, group: "under 40" },
  { below: 55, group: "40 to 54" },
  { below: Number.POSITIVE_INFINITY, group: "55 and over" },
];

export const ageGroup = ({ age }: Person): string => AGES.find(({ below }) => age < below)!.group;

/** Of ten people in order, who trains, validates and tests. */
const ROUND: readonly SplitName[] = [
  "train",
  "test",
  "train",
  "train",
  "test",
  "validation",
  "train",
  "test",
  "train",
  "validation",
];

/**
 * The split of each person by name: nobody is in two, and in each there are women and men of all ages, as they go round the
 * splits in the order of gender and, within it, age.
 */
export function splitPeople(people: readonly Person[]): ReadonlyMap<string, SplitName> {
  const order = people.toSorted(
    (a, b) => a.gender.localeCompare(b.gender) || a.age - b.age || a.id.localeCompare(b.id),
  );
  return new Map(order.map(({ id }, place) => [id, ROUND[place % ROUND.length]!]));
}
