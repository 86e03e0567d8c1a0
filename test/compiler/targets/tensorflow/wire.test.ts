import { describe, expect, test } from "vitest";
import { BATCH, type Dtype, type Shape } from "../../../../compiler/graph/tensor.ts";
import { type Elements, encodeFeed, feedWire } from "../../../../compiler/targets/tensorflow/wire.ts";

const feed = (dtype: Dtype, shape: Shape) => feedWire("x", { dtype, shape });

describe("a feed", () => {
  test("of floats travels as the int32 of the same bits, without a copy", () => {
    const data = Float32Array.of(1, -2, 0.5, Number.NaN);
    const { dtype, shape, data: encoded } = encodeFeed(feed("float32", [BATCH, 2]), data);
    expect([dtype, shape]).toEqual(["int32", [2, 2]]);
    expect(encoded).toBeInstanceOf(Int32Array);
    expect((encoded as Int32Array).buffer).toBe(data.buffer);
    expect((encoded as Int32Array)[0]).toBe(0x3f800000);
  });

  test("may be a part of a larger array", () => {
    const { data } = encodeFeed(feed("float32", [2]), new Float32Array([9, 9, 1, 1]).subarray(2));
    expect([...(data as Int32Array)]).toEqual([0x3f800000, 0x3f800000]);
  });

  test("of bytes travels as one string", () => {
    const data = Uint8Array.of(1, 2, 3);
    expect(encodeFeed(feed("uint8", [BATCH, 3]), data)).toEqual({ dtype: "string", shape: [], data: [data] });
  });

  test("of whole numbers and of bools travels as it is", () => {
    expect(encodeFeed(feed("int32", [{ batch: 2 }]), Int32Array.of(1, 2, 3, 4)).shape).toEqual([4]);
    expect(encodeFeed(feed("bool", []), Uint8Array.of(1))).toMatchObject({ dtype: "bool", shape: [] });
  });

  test("may grow with the batch along several axes", () => {
    expect(encodeFeed(feed("int32", [BATCH, 2, { batch: 2 }]), new Int32Array(36)).shape).toEqual([3, 2, 6]);
  });

  test.each<[string, Dtype, Shape, Elements]>([
    ["a square that is none", "float32", [BATCH, BATCH], new Float32Array(8)],
    ["part of a row", "float32", [BATCH, 3], new Float32Array(4)],
    ["too much", "float32", [3], new Float32Array(6)],
    ["too little", "int32", [3], new Int32Array(2)],
  ])("refuses %s", (_, dtype, shape, data) => {
    expect(() => encodeFeed(feed(dtype, shape), data)).toThrow(RangeError);
  });

  test.each<[Dtype, Elements]>([
    ["float32", new Int32Array(3)],
    ["int32", new Float32Array(3)],
    ["uint8", new Float32Array(3)],
    ["bool", new Int32Array(3)],
  ])("of %s refuses another type of array", (dtype, data) => {
    expect(() => encodeFeed(feed(dtype, [3]), data)).toThrow(/holds .*, but is given/);
  });
});
