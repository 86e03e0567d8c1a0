import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileCompilation } from "../model/compile-file.ts";
import { runLayout } from "../run/layout.ts";
import { type TrainOptions, trainCompiled } from "./train.ts";

/** A step of a range test: its learning rate, and the loss, smoothed over the steps before. */
export interface TriedRate {
  readonly rate: number;
  readonly loss: number;
}

export interface RateSearch {
  /** Step by step, up to where the loss had risen too far. */
  readonly tried: readonly TriedRate[];
  /** The rate at which the loss fell fastest; nothing where it never fell. */
  readonly proposed?: number;
}

/** Rates that are tried, and in how many steps. */
const RANGE = { from: 1e-7, to: 10, steps: 100 } as const;
/** Of the smoothed loss, so much is that of the steps before. */
const MEMORY = 0.9;
/** The range ends where the loss is so many times the least. */
const TOO_FAR = 4;
/** Steps in the beginning, in which the smoothed loss is mostly that of single batches. */
const UNSURE = 10;

/**
 * Trains for a hundred steps with a learning rate that rises exponentially from 1e-7 to 10, in a folder that is removed
 * again, and proposes the rate at which the loss fell fastest. Of a training in phases, it is the first that is tried.
 *
 * Source: Smith, Cyclical Learning Rates for Training Neural Networks, WACV 2017, arXiv 1506.01186.
 *
 * @throws as {@link trainCompiled}
 */
export async function findRate(
  compilation: FileCompilation,
  options: Omit<TrainOptions, "out" | "epochs" | "range"> = {},
): Promise<RateSearch> {
  const folder = mkdtempSync(join(tmpdir(), "fusewire-rate-"));
  try {
    const out = join(folder, "run");
    await trainCompiled(compilation, { ...options, out, epochs: RANGE.steps, range: RANGE });
    const lines = readFileSync(runLayout(out).metrics, "utf8").trim().split("\n");
    const steps = lines.map((line) => JSON.parse(line) as { learning_rate?: number; loss?: number });
    return judged(
      steps.flatMap(({ learning_rate: rate, loss }) =>
        rate === undefined || loss === undefined ? [] : [{ rate, loss }],
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What steps with rising rates say, given the loss of each. */
export function judged(steps: readonly TriedRate[]): RateSearch {
  const tried: TriedRate[] = [];
  let mean = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, { rate, loss }] of steps.entries()) {
    mean = MEMORY * mean + (1 - MEMORY) * loss;
    const smooth = mean / (1 - MEMORY ** (i + 1));
    if (i >= UNSURE && smooth > TOO_FAR * least) break;
    least = Math.min(least, smooth);
    tried.push({ rate, loss: smooth });
  }
  let steepest = 0;
  let proposed: number | undefined;
  for (let i = UNSURE; i < tried.length - 1; i++) {
    const [before, after] = [tried[i - 1]!, tried[i + 1]!];
    const slope = (after.loss - before.loss) / Math.log(after.rate / before.rate);
    if (slope >= steepest) continue;
    steepest = slope;
    proposed = tried[i]!.rate;
  }
  return { tried, ...(proposed !== undefined && { proposed }) };
}
