import type { TrainEvent } from "./events.ts";

/** Tells how far a run is and how fast it goes. */
export interface Progress {
  /** So many rows were trained on. */
  add(rows: number): void;
  /** Tells the speed since it was last told. */
  tell(now: number, standing: Omit<Extract<TrainEvent, { kind: "step" }>, "kind" | "samplesPerSecond">): void;
}

export function createProgress(send: (event: TrainEvent) => void): Progress {
  let last = performance.now();
  let rows = 0;
  return {
    add(more) {
      rows += more;
    },
    tell(now, standing) {
      send({ kind: "step", ...standing, samplesPerSecond: (rows / (now - last)) * 1000 });
      last = now;
      rows = 0;
    },
  };
}
