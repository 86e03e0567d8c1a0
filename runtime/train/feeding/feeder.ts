import type { Worker } from "node:worker_threads";
import { rowBytesOf } from "../../data/buffers.ts";
import { storedBatches } from "../../data/gather-stored.ts";
import type { HostTensors } from "../../engine/engine.ts";
import { failure, isRuntimeFailure, messageOf } from "../../failure.ts";
import { startThread } from "../../threads/entry.ts";
import { received } from "../messages.ts";
import type { FromFeed, ToFeed } from "./feed-thread.ts";
import { AT, blocksOf, createRing } from "./ring.ts";
import { type Block, behind, blocksFrom, feedsOf, orderOf, type Place, type Stretch } from "./stretch.ts";

/** Feeds the rows of one stretch after another, gathered in a thread of their own before they are asked for. */
export interface Feeder {
  /** Turns to the rows of a stretch. */
  begin(stretch: Stretch): Feeding;
  /** Seconds that were spent on rows that were not there yet. */
  waited(): number;
  close(): void;
}

/** The batches of a stretch, each from the place where the one before ends. A batch is valid until the next one. */
export interface Feeding {
  /** @throws RuntimeFailure `feeder-failed` */
  next(place: Place, rows: number): HostTensors | Promise<HostTensors>;
}

/** Fewer bytes in all are gathered sooner than a thread is started. */
const WORTH = 1 << 25;
/** Batches that are gathered here while the thread begins. */
const BEGINNING = 32;
/** Milliseconds after which it is looked whether the thread is still alive. */
const PATIENCE = 20;

/** @param rows that will be fed in all, about */
export function createFeeder(parts: Stretch["parts"], rows: number): Feeder {
  return openFeeder(
    rowBytesOf(feedsOf({ parts })) * rows < WORTH ? undefined : startThread({ task: "feed" }),
  );
}

/** @param thread that gathers; without one, rows are gathered when they are asked for */
export function openFeeder(thread: Worker | undefined): Feeder {
  let listening = false;
  let fault: Error | undefined;
  let closed = false;
  let waited = 0;
  let stop = () => {};
  const failed = (error: unknown) => {
    if (isRuntimeFailure(error)) fault ??= error;
    fault ??= failure(
      "feeder-failed",
      {
        message: `the thread that feeds rows has failed: ${messageOf(error).replace(/\.$/, "")}`,
        help: "Continue the run with `fusewire train --resume`. If memory was short, use a smaller batch.",
      },
      { cause: error },
    );
  };
  thread?.on("message", (message: FromFeed) => {
    if (message.kind === "listening") listening = true;
    else failed(received(message.error));
  });
  thread?.on("error", failed);
  thread?.on("exit", (code) => closed || failed(new Error(`it ended with exit code ${code}`)));

  /** Adds the time of some work to that which was waited. */
  function timed<T>(work: () => T): T {
    const began = performance.now();
    try {
      return work();
    } finally {
      waited += (performance.now() - began) / 1000;
    }
  }

  function gathering(stretch: Stretch): Feeding {
    const batches = storedBatches(stretch.parts, stretch.size);
    let of: number | undefined;
    let order: Uint32Array;
    return {
      next: ({ epoch, row }, rows) =>
        timed(() => {
          if (of !== epoch) order = orderOf(stretch, epoch);
          of = epoch;
          return batches.gather(row, rows, order);
        }),
    };
  }

  /** Takes what the thread has gathered, from a place on. */
  function taking(stretch: Stretch, from: Place): Feeding {
    const { size } = stretch;
    const ring = createRing(stretch);
    const { control } = ring;
    const slots = blocksOf(ring, stretch).map((buffers) => ({
      buffers,
      full: Array.from({ length: ring.batches }, (_, i) => buffers.tensors(i * size, size)),
    }));
    const blocks = blocksFrom(stretch, from, ring.batches);
    let taken = 0;
    let block: Block | undefined;
    thread?.postMessage({ stretch, ring, from } satisfies ToFeed);
    stop = () => {
      Atomics.store(control, AT.stopped, 1);
      // A thread that is just about to wait does so while this number stays, and would miss the call.
      Atomics.add(control, AT.returned, 1);
      Atomics.notify(control, AT.returned);
    };

    function tensors(row: number, rows: number): HostTensors {
      const { buffers, full } = slots[(taken - 1) % slots.length]!;
      const start = row - block!.from;
      return rows === size ? full[start / size]! : buffers.tensors(start, rows);
    }

    async function filled(): Promise<void> {
      for (let seen = taken - 1; Atomics.load(control, AT.filled) < taken; ) {
        if (Atomics.load(control, AT.failed) === 0) Atomics.wait(control, AT.filled, seen, PATIENCE);
        seen = Atomics.load(control, AT.filled);
        if (seen >= taken) return;
        await new Promise(setImmediate);
        if (fault !== undefined) throw fault;
      }
    }

    async function awaited(row: number, rows: number): Promise<HostTensors> {
      const began = performance.now();
      await filled();
      waited += (performance.now() - began) / 1000;
      return tensors(row, rows);
    }

    return {
      next({ epoch, row }, rows) {
        if (block === undefined || block.epoch !== epoch || row >= block.to) {
          if (block !== undefined) {
            Atomics.add(control, AT.returned, 1);
            Atomics.notify(control, AT.returned);
          }
          block = blocks.next().value;
          taken++;
          if (block.epoch !== epoch || block.from !== row) throw new Error("rows are fed one after another");
          if (Atomics.load(control, AT.filled) < taken) return awaited(row, rows);
        }
        return tensors(row, rows);
      },
    };
  }

  return {
    begin(stretch) {
      stop();
      const here = gathering(stretch);
      let from: Place | undefined;
      let there: Feeding | undefined;
      return {
        next(place, rows) {
          if (there === undefined && listening) {
            from = behind(stretch, place, BEGINNING);
            there = taking(stretch, from);
          }
          if (from !== undefined) {
            const ahead = place.epoch < from.epoch || (place.epoch === from.epoch && place.row < from.row);
            if (!ahead) return there!.next(place, rows);
          }
          if (fault !== undefined) throw fault;
          return here.next(place, rows);
        },
      };
    },
    waited: () => waited,
    close() {
      closed = true;
      stop();
      void thread?.terminate();
    },
  };
}
