import { createDraw, type Draw } from "../draws.ts";

/** An estimate with the bounds of its 95 % confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The share of resamples that an interval leaves out on each side. */
const TAIL = 0.025;

/**
 * The 95 % interval between percentiles of resampled values; those that are not numbers are left out.
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */
export function percentileInterval(resampled: readonly number[]): Pick<Estimate, "low" | "high"> {
  const sorted = resampled.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return { low: quantile(sorted, TAIL), high: quantile(sorted, 1 - TAIL) };
}

/** Between neighbours in proportion, as NumPy does it. NaN of nothing. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

/** How the first model differs from the second. */
export interface Comparison {
  /** Mean of the first less mean of the second, with its 95 % interval. */
  readonly difference: Estimate;
  /** How often a difference so far from none comes about by chance (two-sided). */
  readonly p: number;
}

export interface BootstrapOptions {
  readonly seed?: number;
  readonly resamples?: number;
}

export interface GroupedOptions extends BootstrapOptions {
  /**
   * What each item is of, such as a person: items of one group are alike, and are drawn together. Each item stands
   * for itself where it is left out.
   */
  readonly groups?: readonly (string | number)[];
}

export const RESAMPLES = 1000;

/**
 * Draws as many items as there are, or groups as there are, with replacement, and gives the items anew each time.
 *
 * Source: Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 3.8, for whole groups.
 *
 * @throws RangeError where there are not as many groups as items
 */
export function resampling(
  items: number,
  groups: GroupedOptions["groups"],
  draw: Draw,
): () => ArrayLike<number> {
  if (groups === undefined) {
    const drawn = new Uint32Array(items);
    return () => {
      for (let i = 0; i < items; i++) drawn[i] = draw(items);
      return drawn;
    };
  }
  if (groups.length !== items) throw new RangeError("Give a group for each item.");
  const byGroup = new Map<string | number, number[]>();
  groups.forEach((group, item) => {
    const own = byGroup.get(group);
    if (own === undefined) byGroup.set(group, [item]);
    else own.push(item);
  });
  const members = [...byGroup.values()];
  return () => members.flatMap(() => members[draw(members.length)]!);
}

/**
 * Compares two models by their answers to the same items, each trained with several seeds: `a[seed][item]` is 1 (or
 * any score) where the answer is right. Items and seeds are both resampled, so that the interval covers other
 * items and other seeds; each resample takes the same items and the same seeds of both models.
 *
 * Source: Koehn, Statistical significance tests for machine translation evaluation, EMNLP 2004, for the pairing.
 *
 * @throws RangeError where seeds or items of the two do not correspond, or groups to items
 */
export function pairedBootstrap(
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
  { seed = 0, resamples = RESAMPLES, groups }: GroupedOptions = {},
): Comparison {
  const items = a[0]?.length ?? 0;
  const same = a.length === b.length && [...a, ...b].every((scores) => scores.length === items);
  if (!same || items === 0) {
    throw new RangeError(
      "Give scores of both models for the same seeds and the same items, at least one of each.",
    );
  }
  // Means over items are linear in how often each item was drawn.
  const differences = a.map((scores, s) => Float64Array.from(scores, (score, item) => score - b[s]![item]!));
  const draw = createDraw(seed, ":paired bootstrap");
  const value = differences.reduce((sum, of) => sum + mean(of), 0) / a.length;
  const resampled: number[] = [];
  const drawItems = resampling(items, groups, draw);
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = drawItems();
    let sum = 0;
    for (let s = 0; s < a.length; s++) {
      const of = differences[draw(a.length)]!;
      for (let i = 0; i < drawn.length; i++) sum += of[drawn[i]!]!;
    }
    resampled.push(sum / (drawn.length * a.length));
  }
  const least = Math.min(
    resampled.filter((difference) => difference <= 0).length,
    resampled.filter((difference) => difference >= 0).length,
  );
  // The observed difference counts as one more resample, so that nothing has probability 0.
  const p = Math.min(1, (2 * (least + 1)) / (resamples + 1));
  return { difference: { value, ...percentileInterval(resampled) }, p };
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
