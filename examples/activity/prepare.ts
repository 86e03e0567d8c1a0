import { join } from "node:path";
import { sha256 } from "../../runtime/files/hash.ts";
import { type Row, writeParquet } from "../kit/parquet.ts";
import { makeFolder } from "../kit/prepared.ts";
import { ageGroup, CHANNELS, executionsOf, readPeople, readTrack, splitPeople } from "./recordings.ts";
import { type Readings, windowsOf } from "./windows.ts";

/** Changes with what is made of the same recordings. */
const VERSION = 1;
/** Milliseconds from window to window: those to train on overlap by half, others not at all. */
const STEPS = { train: 500, validation: 1000, test: 1000 };

/** All windows of all people, in order. */
export function joinWindows(folder: string): Row[] {
  const people = readPeople(folder);
  const splits = splitPeople(people);
  return people.flatMap((person) =>
    executionsOf(folder, person).flatMap((execution) => {
      const [phone, watch] = (["sp", "sw"] as const).map((device) =>
        readTrack(folder, person, execution, device),
      );
      const split = splits.get(person.id)!;
      return windowsOf(phone!, watch!, STEPS[split]).map((window) => ({
        person: person.id,
        age: ageGroup(person),
        gender: person.gender,
        hand: person.hand,
        execution,
        start: window.start,
        ...cellsOf("phone", window.phone),
        ...cellsOf("watch", window.watch),
        activity: window.activity,
        split,
      }));
    }),
  );
}

function cellsOf(device: string, { times, channels }: Readings): Row {
  const named = channels.map((values, i) => [`${device}_${CHANNELS[i]}`, values]);
  return { [`${device}_time`]: times, ...Object.fromEntries(named) };
}

/**
 * Makes the data of the activity models in `folder`: `windows.parquet`, a row for each second, with what phone and watch
 * measured at moments of their own as lists, `activity` and `split`, and who it was: `person`, `age` as a group,
 * `gender` and `hand`, which no model is given. Nothing is done where the folder is up to date.
 *
 * @param recordings the folder with `subjects_info.csv` and a folder for each person
 */
export async function prepareActivity(folder: string, recordings: string): Promise<void> {
  const rows = joinWindows(recordings);
  await makeFolder(folder, sha256(JSON.stringify([VERSION, rows])), (draft) =>
    writeParquet(join(draft, "windows.parquet"), rows),
  );
}
