import { cellError, type NumberCell } from "../encoders/define.ts";

/** What is measured at moments of its own: as many numbers in each channel as there are times. */
export interface Readings {
  /** In seconds. */
  readonly times: ArrayLike<number>;
  readonly channels: readonly ArrayLike<number>[];
}

/** How readings are brought onto a clock. */
export interface Clock {
  /** In Hz. */
  readonly rate: number;
  readonly gaps: "stop" | "interpolate" | "hold" | "zero";
  /** Seconds; three periods of the slower of clock and readings where it is left out. */
  readonly longest?: number | undefined;
}

const PERIODS = 3;
/** Seconds between moments that are one. */
const CLOSE = 1e-9;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Readings on a clock that starts with the first of them and ends with the last, `[time, channel]`. At each tick
 * stands the mean of the readings within half a period of it where they are denser than the clock, and otherwise a
 * straight line between its neighbours; between neighbours that are too far apart, what `gaps` says. Times may come in
 * any order, and one moment several times, which counts as its mean.
 *
 * @throws CellError
 */
export function onClock({ times, channels }: Readings, { rate, gaps, longest }: Clock): NumberCell {
  const count = times.length;
  if (count < 2) throw cellError(`it has ${count} readings`, "A series needs two readings at least.");
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
  for (const i of order) {
    const bad = [times, ...channels].find((values) => !Number.isFinite(values[i]));
    if (bad !== undefined)
      throw cellError(`reading ${i + 1} is ${bad[i]}`, "Leave readings out that are no numbers.");
  }
  const at = order.map((i) => times[i]!);
  const [first, last] = [at[0]!, at.at(-1)!];
  const usual = median(at.slice(1).map((time, i) => time - at[i]!));
  const period = 1 / rate;
  const far = longest ?? PERIODS * Math.max(period, usual);
  const dense = usual < 0.75 * period;
  const ticks = Math.floor((last - first) * rate + 1e-6) + 1;
  if (ticks > 1e8)
    throw cellError(`it lasts ${last - first} seconds`, "Say what its times are counted in: `unit: ms`.");
  const data = new Float64Array(ticks * channels.length);
  let next = 0;
  let from = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const time = first + tick * period;
    while (next < count - 1 && at[next]! < time - CLOSE) next++;
    const before = Math.abs(at[next]! - time) <= CLOSE ? next : Math.max(0, next - 1);
    const gap = at[next]! - at[before]!;
    if (gap > far && gaps === "stop") {
      const seconds = Number(gap.toPrecision(3));
      throw cellError(
        `it has a gap of ${seconds} s after ${Number((at[before]! - first).toFixed(3))} s`,
        "Declare what stands in gaps, as in `gaps: interpolate`, or how long ones are none, as in `longest: 500 ms`.",
      );
    }
    const share = gap === 0 ? 0 : (time - at[before]!) / gap;
    let lower = from;
    while (lower < count && at[lower]! < time - period / 2 - CLOSE) lower++;
    from = lower;
    let upper = lower;
    while (upper < count && at[upper]! <= time + period / 2 + CLOSE) upper++;
    channels.forEach((values, c) => {
      const value = (place: number) => values[order[place]!]!;
      const mean = () => {
        let sum = 0;
        for (let place = lower; place < upper; place++) sum += value(place);
        return sum / (upper - lower);
      };
      const line = () => value(before) + share * (value(next) - value(before));
      const near = upper - lower;
      let result: number;
      if (gap > far && gaps !== "interpolate") result = gaps === "hold" ? value(before) : 0;
      else if (dense ? near > 0 : near > 1 && at[lower] === at[upper - 1]) result = mean();
      else result = line();
      data[tick * channels.length + c] = result;
    });
  }
  return { shape: [ticks, channels.length], data, cuts: true };
}
