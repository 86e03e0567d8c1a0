import { existsSync } from "node:fs";
import { type Checkpoint, readCheckpoint } from "./checkpoint.ts";
import type { Run } from "./open-run.ts";

/**
 * The checkpoint of a run's best epoch, or of its last step where that is asked for or no epoch is through.
 *
 * @throws RuntimeFailure `checkpoint-missing`, `checkpoint-mismatch`, `safetensors-invalid`
 */
export function chosenCheckpoint({ layout, compiled }: Run, wanted?: "best" | "last"): Checkpoint {
  const path = wanted === undefined ? (existsSync(layout.best) ? layout.best : layout.last) : layout[wanted];
  return readCheckpoint(path, compiled.variables);
}
