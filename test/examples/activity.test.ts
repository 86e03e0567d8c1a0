import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { joinWindows, prepareActivity } from "../../examples/activity/prepare.ts";
import { ageGroup, readPeople, splitPeople } from "../../examples/activity/recordings.ts";
import { MODELS } from "../../examples/activity/settings.ts";
import { LENGTH, windowsOf } from "../../examples/activity/windows.ts";
import { textsIn } from "../../examples/kit/parquet.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { temporaryFolder } from "../runtime/temporary.ts";
import { hashesOf, modelsOf } from "./kit/folder.ts";
import { madeActivities } from "./kit/recordings.ts";

const folder = temporaryFolder();
const recordings = madeActivities(join(folder, "recordings"));

describe("people", () => {
  it("are in one split each, women and men in all of them", () => {
    const people = Array.from({ length: 23 }, (_, i) => ({
      id: `p${i}`,
      age: 20 + 2 * i,
      gender: i % 2 === 0 ? "F" : "M",
      hand: "R",
    }));
    const splits = splitPeople(people);
    expect(splits.size).toBe(23);
    expect(splitPeople(people.toReversed())).toEqual(splits);
    for (const split of ["train", "validation", "test"]) {
      const own = people.filter(({ id }) => splits.get(id) === split);
      expect(new Set(own.map(({ gender }) => gender)), split).toEqual(new Set(["F", "M"]));
    }
    expect([39, 40, 54, 55].map((age) => ageGroup({ ...people[0]!, age }))).toEqual([
      "under 40",
      "40 to 54",
      "40 to 54",
      "55 and over",
    ]);
  });
});

describe("windows", () => {
  const track = (every: number, from: number, to: number) => {
    const times = Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => from + i * every);
    return {
      times,
      channels: [times.map((time) => time / 1000)],
      labels: times.map((time) => (time < 1400 ? "seated" : "walking")),
    };
  };

  it("lie where both record, and hold all readings of their time", () => {
    const [phone, watch] = [track(10, 0, 3005), track(17, 105, 3500)];
    const windows = windowsOf(phone, watch, 500);
    expect(windows.map(({ start }) => start)).toEqual([0, 500, 1000, 1500]);
    for (const { start, phone, watch } of windows) {
      for (const { times, channels } of [phone, watch]) {
        expect(times[0]).toBeLessThanOrEqual(0);
        expect(times[1]).toBeGreaterThan(0);
        expect(times.at(-1)).toBeGreaterThanOrEqual(LENGTH);
        expect(times.at(-2)).toBeLessThan(LENGTH);
        times.forEach((time, i) => {
          expect(channels[0]![i]).toBeCloseTo((105 + start + time) / 1000, 9);
        });
      }
    }
  });

  it("are called after what is done in most of them", () => {
    const [phone, watch] = [track(10, 0, 3005), track(17, 105, 3500)];
    expect(windowsOf(phone, watch, 500).map(({ activity }) => activity)).toEqual([
      "seated",
      "seated",
      "walking",
      "walking",
    ]);
  });
});

describe("the data and the models of activities", () => {
  const data = join(folder, "data");
  beforeAll(() => prepareActivity(data, recordings));

  it("are read as published and packed, and overlap in training alone", () => {
    const rows = joinWindows(recordings);
    const splits = splitPeople(readPeople(recordings));
    for (const { id } of readPeople(recordings)) {
      const starts = rows.filter(({ person }) => person === id).map(({ start }) => start);
      expect(starts.slice(0, 3)).toEqual(splits.get(id) === "train" ? [0, 500, 1000] : [0, 1000, 2000]);
    }
  });

  it("are prepared the same each time, with who it was", async () => {
    const other = join(folder, "other");
    await prepareActivity(other, recordings);
    expect(hashesOf(other)).toEqual(hashesOf(data));
    const rows = await textsIn(join(data, "windows.parquet"), ["person", "gender", "age", "hand", "split"]);
    expect(rows[0]).toEqual({ person: "s01", gender: "F", age: "under 40", hand: "R", split: "train" });
  });

  it("are all listed", () => {
    expect(modelsOf("activity").sort()).toEqual(MODELS.map(({ file }) => file).sort());
  });

  it.each(MODELS)("compile without a finding: $file", ({ file }) => {
    expect(compileFile(`examples/activity/${file}.fuse`).findings).toEqual([]);
  });
});
