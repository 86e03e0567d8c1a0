import type { Track } from "./recordings.ts";

/** A stretch of an execution. */
export interface Window {
  /** In milliseconds, from when both devices record. */
  readonly start: number;
  readonly phone: Readings;
  readonly watch: Readings;
  /** What most readings of both say is done. */
  readonly activity: string;
}

export interface Readings {
  /** Milliseconds from the window's start; the first is at or before it, and the last at or after its end. */
  readonly times: readonly number[];
  readonly channels: readonly (readonly number[])[];
}

/** How long a window is, in milliseconds. */
export const LENGTH = 1000;

/**
 * Cuts what two devices measured at one time into windows, one every `step` milliseconds, as long as both record. Each
 * device keeps its own moments.
 */
export function windowsOf(phone: Track, watch: Track, step: number): Window[] {
  const from = Math.max(phone.times[0]!, watch.times[0]!);
  const to = Math.min(phone.times.at(-1)!, watch.times.at(-1)!);
  const windows: Window[] = [];
  for (let start = from; start + LENGTH <= to; start += step) {
    windows.push({
      start: start - from,
      phone: cut(phone, start),
      watch: cut(watch, start),
      activity: mostOf([...labelsIn(phone, start), ...labelsIn(watch, start)]),
    });
  }
  return windows;
}

function cut({ times, channels }: Track, start: number): Readings {
  const first = times.findLastIndex((time) => time <= start);
  const last = times.findIndex((time) => time >= start + LENGTH);
  return {
    times: times.slice(first, last + 1).map((time) => time - start),
    channels: channels.map((values) => values.slice(first, last + 1)),
  };
}

const labelsIn = ({ times, labels }: Track, start: number): string[] =>
  labels.filter((_, i) => times[i]! >= start && times[i]! < start + LENGTH);

/** What comes most often; of several, what comes first. */
function mostOf(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
