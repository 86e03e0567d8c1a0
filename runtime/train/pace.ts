/** Decides when the next checkpoint is due. Times are milliseconds of one clock. */
export interface Pace {
  due(now: number): boolean;
  /** A checkpoint was written between these times. */
  wrote(from: number, to: number): void;
}

/** At most this share of the time goes into checkpoints. */
const SHARE = 0.02;
/** Lost work that nobody misses. */
const LEAST_INTERVAL = 5000;

/** Checkpoints follow one another so slowly that they take at most 2 % of the time, and never faster than `least`. */
export function createPace(start: number, least: number = LEAST_INTERVAL): Pace {
  let next = start + least;
  return {
    due: (now) => now >= next,
    wrote(from, to) {
      next = to + Math.max(least, (least === 0 ? 0 : to - from) / SHARE);
    },
  };
}
