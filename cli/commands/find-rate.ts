import { findRate as search } from "../../runtime/train/find-rate.ts";
import { FAILED, USAGE } from "../exit-codes.ts";
import { failure } from "../failure.ts";
import { showFindings } from "../findings.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeOutput } from "../output.ts";
import { rateText } from "../rate-text.ts";
import { compilePath } from "../source-files.ts";
import type { TrainFlags } from "../train-flags.ts";

/** Flags that say something about a run, of which a search leaves none. */
const OF_RUNS = ["out", "epochs", "resume", "tensorboard"] as const;

/** `fusewire train model.fuse --find-lr`: a table of learning rates, and one that is proposed. */
export async function findRate(
  file: string | undefined,
  { model, seed, threads, engine, ...others }: TrainFlags,
): Promise<number> {
  const extra = OF_RUNS.find((flag) => others[flag] !== undefined);
  if (extra !== undefined) {
    const why = ["a search for a learning rate trains for a hundred steps, and leaves no run behind"];
    throw failure(`--${extra} cannot be given with --find-lr`, why, USAGE);
  }
  if (file === undefined)
    throw failure("no source file is given", ["fusewire train --help shows how"], USAGE);
  const compilation = compilePath(file);
  const { text, sound } = showFindings(compilation.findings, compilation.sources);
  writeOutput(text, undefined);
  if (!sound) return FAILED;
  const interrupt = onInterrupt();
  try {
    const { signal } = interrupt;
    writeOutput(rateText(await search(compilation, { model, seed, threads, engine, signal })), undefined);
  } finally {
    interrupt.stop();
  }
  return 0;
}
