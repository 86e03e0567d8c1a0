import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { allocate } from "../../../../runtime/data/feeds.ts";
import type { HostTensors } from "../../../../runtime/engine/engine.ts";
import { startThread } from "../../../../runtime/threads/entry.ts";
import { type Feeder, openFeeder } from "../../../../runtime/train/feeding/feeder.ts";
import {
  behind,
  feedsOf,
  orderOf,
  type Place,
  type Stretch,
} from "../../../../runtime/train/feeding/stretch.ts";
import { expectFailure } from "../../failures.ts";

const open: Feeder[] = [];
afterEach(() => {
  for (const feeder of open.splice(0)) feeder.close();
});

function opened(thread?: Worker): Feeder {
  const feeder = openFeeder(thread);
  open.push(feeder);
  return feeder;
}

/** A feeder whose thread listens. */
async function withThread(): Promise<{ feeder: Feeder; thread: Worker }> {
  const thread = startThread({ task: "feed" });
  const feeder = opened(thread);
  await once(thread, "message");
  return { feeder, thread };
}

/** Rows that tell their number in every type; large ones are gathered one batch at a time. */
function stretch(rows: number, size: number, width = 3, places?: Uint32Array): Stretch {
  const count = 64;
  const feeds = [
    allocate({ name: "x", dtype: "float32", shape: [width] }, count, { shared: true }),
    allocate({ name: "label", dtype: "int32", shape: [] }, count, { shared: true }),
    allocate({ name: "pixel", dtype: "uint8", shape: [2] }, count, { shared: true }),
  ];
  for (const { data, width } of feeds) for (let i = 0; i < data.length; i++) data[i] = Math.floor(i / width);
  return { parts: [{ kind: "memory", feeds }], size, rows, seed: 7, places };
}

/** The numbers of the rows in a batch, by feed. */
function numbersIn(batch: HostTensors, width: number): number[][] {
  const x = batch.x as { data: Int32Array };
  const floats = new Float32Array(x.data.buffer, x.data.byteOffset, x.data.length);
  const every = <T>(values: ArrayLike<T>, step: number) =>
    Array.from(values).filter((_, i) => i % step === 0);
  return [
    every(floats, width),
    [...(batch.label!.data as Int32Array)],
    every((batch.pixel!.data as readonly Uint8Array[])[0]!, 2),
  ] as number[][];
}

/** Takes batches from a place on, and expects each to have the rows of its epoch's order. */
async function expectRows(feeder: Feeder, rows: Stretch, from: Place, batches: number): Promise<void> {
  const feeding = feeder.begin(rows);
  const width = feedsOf(rows)[0]!.width;
  for (let i = 0; i < batches; i++) {
    const place = behind(rows, from, i);
    const count = Math.min(rows.size, rows.rows - place.row);
    const batch = await feeding.next(place, count);
    const expected = [...orderOf(rows, place.epoch).subarray(place.row, place.row + count)];
    expect(numbersIn(batch, width)).toEqual([expected, expected, expected]);
    expect(batch.label!.shape).toEqual([count]);
  }
}

describe("the feeder", () => {
  it("gives the rows of each epoch's order, gathered in a thread or here", async () => {
    const { feeder } = await withThread();
    for (const one of [feeder, opened()]) {
      await expectRows(one, stretch(61, 8), { epoch: 0, row: 0 }, 100);
      await expectRows(one, stretch(64, 16), { epoch: 3, row: 32 }, 50);
      // Batches larger than what is read ahead, and blocks of one batch.
      await expectRows(one, stretch(64, 5, 20_000), { epoch: 1, row: 60 }, 60);
      await expectRows(
        one,
        stretch(7, 3, 3, Uint32Array.of(1, 2, 3, 5, 8, 13, 21)),
        { epoch: 0, row: 6 },
        80,
      );
    }
  });

  it("waits for nothing once its thread is ahead, and tells how long it waited", async () => {
    const { feeder } = await withThread();
    const rows = stretch(64, 8);
    await expectRows(feeder, rows, { epoch: 0, row: 0 }, 40);
    expect(feeder.waited()).toBeGreaterThan(0);
    const here = opened();
    await expectRows(here, rows, { epoch: 0, row: 0 }, 1);
    expect(here.waited()).toBeGreaterThan(0);
  });

  it("tells of a thread that was killed", async () => {
    const { feeder, thread } = await withThread();
    const rows = stretch(64, 8, 20_000);
    const feeding = feeder.begin(rows);
    const take = async (from: number, to: number) => {
      for (let i = from; i < to; i++) await feeding.next(behind(rows, { epoch: 0, row: 0 }, i), 8);
    };
    await take(0, 40);
    await thread.terminate();
    await expectFailure(() => take(40, 60), "feeder-failed", "ended with exit code 1", "--resume");
  });

  it("tells of rows that cannot be gathered", async () => {
    const { feeder } = await withThread();
    const rows = stretch(64, 8);
    const feeding = feeder.begin(rows);
    // The thread is told of rows that are not there.
    Object.assign(rows, {
      parts: [{ kind: "memory", feeds: feedsOf(rows).map((feed) => ({ ...feed, data: undefined })) }],
    });
    const take = async () => {
      for (let i = 0; i < 60; i++) await feeding.next({ epoch: Math.floor(i / 8), row: (i % 8) * 8 }, 8);
    };
    await expectFailure(take, "feeder-failed", "the thread that feeds rows has failed");
  });
});
