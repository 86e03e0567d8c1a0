import { existsSync } from "node:fs";
import { readCheckpoint } from "../run/checkpoint.ts";
import type { Run } from "../run/open-run.ts";
import type { TrainResult } from "./events.ts";

/** What came of a run that has come to its end by itself; undefined of any other. */
export function endedResult({ layout, manifest, compiled }: Run): TrainResult | undefined {
  if (!existsSync(layout.last)) return undefined;
  const {
    ended,
    epoch,
    step,
    best,
    seconds,
    waiting = 0,
  } = readCheckpoint(layout.last, compiled.variables).state;
  if (ended === undefined) return undefined;
  return {
    run: layout.folder,
    model: manifest.model,
    ending: ended,
    epochs: epoch,
    steps: step,
    ...(best === undefined ? {} : { best }),
    seconds,
    waiting,
  };
}
