import { relative } from "node:path";
import { messageOf } from "../../runtime/failure.ts";
import { report } from "../../runtime/report/report.ts";
import type { TrainResult } from "../../runtime/train/events.ts";
import { resume, trainCompiled } from "../../runtime/train/train.ts";
import { FAILED, USAGE } from "../exit-codes.ts";
import { failure } from "../failure.ts";
import { showFindings } from "../findings.ts";
import { onInterrupt } from "../interrupt.ts";
import { writeOutput } from "../output.ts";
import { compilePath } from "../source-files.ts";
import { colours } from "../terminal.ts";
import { trainDisplay } from "../train-display.ts";
import type { TrainFlags } from "../train-flags.ts";
import { findRate } from "./find-rate.ts";

/** Flags that decide how a run begins, and so cannot be given when one is continued. */
const FOR_NEW_RUNS = ["out", "model", "seed", "epochs", "threads"] as const;

/** `fusewire train model.fuse`, `fusewire train --resume run` */
export async function train(file: string | undefined, flags: TrainFlags): Promise<number> {
  if (flags.findLr === true) return findRate(file, flags);
  const begin = beginning(file, flags);
  if (begin === undefined) return FAILED;
  const interrupt = onInterrupt();
  const display = trainDisplay();
  try {
    const result = await begin({ signal: interrupt.signal, onEvent: display.show });
    display.clear();
    console.log(conclusion(result));
    if (result.ending !== "interrupted") await leaveReport(result.run);
    return result.ending === "interrupted" ? FAILED : 0;
  } finally {
    display.clear();
    interrupt.stop();
  }
}

/** Leaves the page about a run in its folder. What keeps it from being written takes nothing from the run. */
async function leaveReport(run: string): Promise<void> {
  try {
    console.log(`Report: ${relative(process.cwd(), await report(run))}`);
  } catch (error) {
    console.error(`${colours.yellow("warning")}: no report was written: ${messageOf(error)}`);
  }
}

type Begin = (options: Parameters<typeof resume>[1]) => Promise<TrainResult>;

/** What is to be started; nothing where the file has errors, which are shown. */
function beginning(file: string | undefined, { resume: run, ...asked }: TrainFlags): Begin | undefined {
  if (run !== undefined) {
    const extra =
      file ?? FOR_NEW_RUNS.filter((flag) => asked[flag] !== undefined).map((flag) => `--${flag}`)[0];
    if (extra === undefined)
      return (options) => resume(run, { engine: asked.engine, tensorboard: asked.tensorboard, ...options });
    throw failure(`${extra} cannot be given with --resume`, ["a run is continued as it was begun"], USAGE);
  }
  if (file === undefined)
    throw failure("no source file is given", ["fusewire train --help shows how"], USAGE);
  const compilation = compilePath(file);
  const { text, sound } = showFindings(compilation.findings, compilation.sources);
  writeOutput(text, undefined);
  return sound ? (options) => trainCompiled(compilation, { ...asked, ...options }) : undefined;
}

const WORDS: Readonly<Record<TrainResult["ending"], string>> = {
  finished: "Trained",
  stalled: "Stopped, since nothing got better any more,",
  interrupted: "Interrupted",
};

/** The share of waiting that says something is slow: disk, or memory that is too small for the rows. */
const WORTH_TELLING = 0.1;

function conclusion({ ending, epochs, steps, seconds, waiting, best, run }: TrainResult): string {
  const folder = relative(process.cwd(), run) || ".";
  const lines = [`${WORDS[ending]} after ${epochs} epochs, ${steps} steps, ${seconds.toFixed(1)} s.`];
  const share = waiting / seconds;
  if (share >= WORTH_TELLING)
    lines.push(`${Math.round(share * 100)} % of the time went into waiting for rows.`);
  if (best !== undefined) lines.push(`Best epoch: ${best.epoch}, ${best.metric} ${best.value.toFixed(4)}.`);
  lines.push(
    ending === "interrupted"
      ? `Continue with: fusewire train --resume ${folder}`
      : `Run: ${folder}  (next: fusewire evaluate ${folder})`,
  );
  return lines.join("\n");
}
