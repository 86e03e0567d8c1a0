/** The thread that gathers rows before they are asked for. It is started and told what to do by `feeder.ts`. */
import { parentPort } from "node:worker_threads";
import { createStoredGather } from "../../data/gather-stored.ts";
import { type SentError, sendable } from "../messages.ts";
import { AT, blocksOf, type Ring } from "./ring.ts";
import { blocksFrom, orderOf, type Place, type Stretch } from "./stretch.ts";

/** What the thread is told: to fill a ring from a place on, until the ring is stopped. */
export interface ToFeed {
  readonly stretch: Stretch;
  readonly ring: Ring;
  readonly from: Place;
}

/** What it tells: that it listens, and what has failed. */
export type FromFeed =
  | { readonly kind: "listening" }
  | { readonly kind: "failure"; readonly error: SentError };

export function serve(): void {
  const tell = (message: FromFeed) => parentPort?.postMessage(message);
  parentPort?.on("message", (order: ToFeed) => {
    try {
      fill(order);
    } catch (error) {
      tell({ kind: "failure", error: sendable(error) });
      Atomics.store(order.ring.control, AT.failed, 1);
      Atomics.notify(order.ring.control, AT.filled);
    }
  });
  tell({ kind: "listening" });
}

function fill({ stretch, ring, from }: ToFeed): void {
  const { control } = ring;
  const blocks = blocksOf(ring, stretch);
  const gather = createStoredGather(stretch.parts);
  let filled = 0;
  let epoch: number | undefined;
  let order: Uint32Array = new Uint32Array();
  for (const block of blocksFrom(stretch, from, ring.batches)) {
    if (block.epoch !== epoch) {
      epoch = block.epoch;
      order = orderOf(stretch, epoch);
    }
    for (;;) {
      if (Atomics.load(control, AT.stopped) !== 0) return;
      const returned = Atomics.load(control, AT.returned);
      if (filled - returned < blocks.length) break;
      Atomics.wait(control, AT.returned, returned);
    }
    gather(blocks[filled % blocks.length]!.targets, order.subarray(block.from, block.to));
    Atomics.store(control, AT.filled, ++filled);
    Atomics.notify(control, AT.filled);
  }
}
