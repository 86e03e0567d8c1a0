import fc from "fast-check";
import { expect, it } from "vitest";
import { createBatches } from "../../../runtime/data/batches.ts";
import type { FeedRows } from "../../../runtime/data/feeds.ts";

function feeds(rows: number): FeedRows[] {
  const numbers = (width: number) => Array.from({ length: rows * width }, (_, i) => i + 0.5);
  return [
    { name: "x", dtype: "float32", shape: [3], width: 3, data: Float32Array.from(numbers(3)) },
    { name: "wide", dtype: "float32", shape: [5, 8], width: 40, data: Float32Array.from(numbers(40)) },
    { name: "label", dtype: "int32", shape: [], width: 1, data: Int32Array.from(numbers(1)) },
    { name: "picture", dtype: "uint8", shape: [2], width: 2, data: Uint8Array.from(numbers(2)) },
  ];
}

it("gathers rows in order, and in the form in which models take them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 8 }),
      fc.gen(),
      (rows, size, gen) => {
        const order = Uint32Array.from(
          gen(fc.shuffledSubarray, [...Array(rows).keys()], { minLength: rows }),
        );
        const all = feeds(rows);
        const batches = createBatches(all, size);
        for (let from = 0; from < rows; from += size) {
          const count = Math.min(size, rows - from);
          const batch = batches.gather(from, count, order);
          const picked = [...order.subarray(from, from + count)];
          const expected = (feed: FeedRows) =>
            picked.flatMap((row) => [...feed.data.subarray(row * feed.width, (row + 1) * feed.width)]);
          for (const feed of all) {
            const tensor = batch[feed.name]!;
            if (tensor.dtype === "string") {
              expect(tensor.shape).toEqual([]);
              expect([...tensor.data[0]!]).toEqual(expected(feed));
            } else {
              expect(tensor.shape).toEqual([count, ...feed.shape]);
              const { data } = tensor;
              const floats = new Float32Array(data.buffer, data.byteOffset, data.length);
              expect([...(feed.dtype === "float32" ? floats : data)]).toEqual(expected(feed));
            }
          }
        }
      },
    ),
  );
});

it("takes neighbouring rows where no order is given", () => {
  const batch = createBatches(feeds(6), 2).gather(4, 2);
  expect(batch.label).toEqual({ dtype: "int32", shape: [2], data: Int32Array.of(4, 5) });
});

it("uses its memory again", () => {
  const batches = createBatches(feeds(6), 2);
  expect(batches.gather(0, 2)).toBe(batches.gather(2, 2));
});

it("gathers more rows than it reads ahead, and another order from the same place", () => {
  const width = 5000;
  const rows = 40;
  const data = Float32Array.from({ length: rows * width }, (_, i) => Math.floor(i / width));
  const batches = createBatches([{ name: "x", dtype: "float32", shape: [width], width, data }], 3);
  const upwards = Uint32Array.from({ length: rows }, (_, i) => i);
  const firsts = (order: Uint32Array, from: number, count: number) => {
    const { data } = batches.gather(from, count, order).x as { data: Int32Array };
    const floats = new Float32Array(data.buffer, data.byteOffset, data.length);
    return Array.from({ length: count }, (_, i) => floats[i * width]);
  };
  for (const order of [upwards, upwards.toReversed()]) {
    for (let from = 0; from < rows; from += 3) {
      const count = Math.min(3, rows - from);
      expect(firsts(order, from, count)).toEqual([...order.subarray(from, from + count)]);
    }
  }
});
