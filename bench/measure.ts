import { setTimeout } from "node:timers/promises";

/** One way to do the work that is compared. */
export interface Contestant {
  readonly name: string;
  /** Does the work once, and gives the seconds that a unit of it took. */
  turn(): Promise<number>;
}

/** Seconds per unit: for each contestant, one number per round. */
export type Times = ReadonlyMap<Contestant, readonly number[]>;

/** Milliseconds after which threads that wait for more work have gone to sleep. */
const PAUSE = 300;

/**
 * Lets contestants take turns, so that whatever else the machine does meets all of them alike. Every round begins with
 * another one.
 */
export async function takeTurns(
  contestants: readonly Contestant[],
  rounds: number,
  pause = PAUSE,
): Promise<Times> {
  const times = new Map(contestants.map((contestant) => [contestant, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contestants.length; i++) {
      const contestant = contestants[(round + i) % contestants.length]!;
      times.get(contestant)!.push(await contestant.turn());
      await setTimeout(pause);
    }
  }
  return times;
}

/** How often one time goes into another. */
export interface Ratio {
  /** Of the fastest turns of both: what else runs on the machine only ever makes turns slower. */
  readonly best: number;
  /** Of the turns of a round. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** How many times as long `slow` takes as `fast`. */
export function ratioOf(times: Times, slow: Contestant, fast: Contestant): Ratio {
  const slows = times.get(slow)!;
  const fasts = times.get(fast)!;
  const ratios = slows.map((time, round) => time / fasts[round]!);
  return {
    best: Math.min(...slows) / Math.min(...fasts),
    median: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
