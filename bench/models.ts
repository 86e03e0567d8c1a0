import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is trained: `models/<name>.fuse`, and the same by hand in `tfjs/` and `python/`. */
export const MODELS = ["emoji", "gated"] as const;

export type ModelName = (typeof MODELS)[number];

/** What predicts: `models/<name>.fuse`, and the same by hand in `python/`. */
export const PREDICTED = ["emoji", "media", "text"] as const;

export type PredictedName = (typeof PREDICTED)[number];

/** A model's source in a folder of its own, in which its table, graphs and runs can lie. */
export interface ModelCopy {
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

export function copyModel(name: ModelName | PredictedName): ModelCopy {
  const folder = mkdtempSync(join(tmpdir(), `fusewire-bench-${name}-`));
  const file = join(folder, `${name}.fuse`);
  copyFileSync(fileURLToPath(new URL(`models/${name}.fuse`, import.meta.url)), file);
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
