import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRuntimeFailure } from "../../../runtime/failure.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  type StoredTensor,
  type TensorFile,
  writeSafetensors,
} from "../../../runtime/files/safetensors.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();

const bits = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const tensor: fc.Arbitrary<StoredTensor> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), fc.boolean())
  .chain(([shape, float]) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return fc.array(bits, { minLength: length, maxLength: length }).map((words) => {
      const data = Int32Array.from(words);
      return { shape, data: float ? new Float32Array(data.buffer) : data };
    });
  });
const file: fc.Arbitrary<TensorFile> = fc.record({
  tensors: fc
    .array(
      fc.tuple(
        fc.string({ unit: "grapheme" }).filter((name) => name !== "__metadata__"),
        tensor,
      ),
    )
    .map((entries) => new Map(entries)),
  metadata: fc.dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    fc.string(),
    { noNullPrototype: true },
  ),
});

const joined = (file: TensorFile) => Buffer.concat(encodeSafetensors(file));

/** Everything of a file as plain values; floats by their bits, so that NaNs and zeros of either sign count. */
const plain = ({ tensors, metadata }: TensorFile) => ({
  metadata,
  // A header lists names that are numbers first.
  tensors: [...tensors]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { shape, data }]) => [
      name,
      shape,
      data.constructor.name,
      [...new Int32Array(data.buffer, data.byteOffset, data.length)],
    ]),
});

/** A file with a header and so many bytes of data. */
function sample(header: unknown, dataBytes: number, headerLength?: bigint): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerLength ?? BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

const entry = (from: number, to: number, shape = [(to - from) / 4], dtype = "F32") => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe("safetensors", () => {
  it("come back from a file bit by bit", () => {
    fc.assert(
      fc.property(file, (original) => {
        expect(plain(decodeSafetensors(joined(original), "sample"))).toEqual(plain(original));
      }),
    );
    const tensors = new Map([["w", { shape: [2], data: Float32Array.of(1.5, -0) }]]);
    writeSafetensors(join(folder, "a.safetensors"), { tensors, metadata: { step: "3" } });
    expect(plain(readSafetensors(join(folder, "a.safetensors")))).toEqual(
      plain({ tensors, metadata: { step: "3" } }),
    );
  });

  it("are laid out as other programs expect them", () => {
    const bytes = joined({
      tensors: new Map([["w", { shape: [1, 2], data: Float32Array.of(1, 2) }]]),
      metadata: {},
    });
    const length = Number(bytes.readBigUInt64LE(0));
    expect(length % 8).toBe(0);
    expect(JSON.parse(bytes.subarray(8, 8 + length).toString())).toEqual({
      __metadata__: {},
      w: { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
    });
    expect(bytes.subarray(8 + length).toString("hex")).toBe("0000803f00000040");
  });

  it.each([
    ["a file shorter than a length", Buffer.alloc(5), "it has 5 bytes"],
    ["a huge header", sample({}, 0, 2n ** 60n), "its header claims 1152921504606846976 bytes, more than"],
    ["a header longer than the file", sample({}, 0, 50n), "the file ends before"],
    ["a header that is no JSON", sample("{", 0), "its header is not a JSON object"],
    ["a header that is a list", sample([], 0), "its header is not a JSON object"],
    [
      "metadata that are not texts",
      sample({ __metadata__: { a: 1 } }, 0),
      "its metadata is not text by name",
    ],
    ["another dtype", sample({ w: entry(0, 8, [1], "F64") }, 8), "tensor w has no dtype F32 or I32"],
    ["a negative size", sample({ w: entry(0, 4, [-1]) }, 4), "tensor w has no dtype"],
    [
      "a third offset",
      sample({ w: { ...entry(0, 4), data_offsets: [0, 4, 8] } }, 4),
      "tensor w has no dtype",
    ],
    ["offsets outside of the data", sample({ w: entry(0, 8) }, 4), "tensor w lies at 0 to 8, outside"],
    ["offsets in the wrong order", sample({ w: entry(4, 0, [0]) }, 4), "tensor w lies at 4 to 0"],
    ["a shape of another size", sample({ w: entry(0, 8, [3]) }, 8), "tensor w has 8 bytes for its shape"],
    ["tensors that overlap", sample({ a: entry(0, 8), b: entry(4, 12) }, 12), "tensor b overlaps another"],
    ["a gap", sample({ a: entry(0, 4), b: entry(8, 12) }, 12), "bytes 4 to 8 belong to no tensor"],
    ["bytes at the end", sample({ a: entry(0, 4) }, 9), "5 bytes at its end belong to no tensor"],
  ])("refuse %s", (_, bytes, message) => {
    let caught: unknown;
    try {
      decodeSafetensors(bytes, "x.safetensors");
    } catch (error) {
      caught = error;
    }
    expect(isRuntimeFailure(caught) && caught.reason).toBe("safetensors-invalid");
    expect(String(caught)).toContain(message);
  });

  it("are refused or read, but never crash, when bytes have changed", () => {
    const sound = joined({
      tensors: new Map([["w", { shape: [2], data: Float32Array.of(1, 2) }]]),
      metadata: { a: "b" },
    });
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(sound);
        damaged[at] = byte;
        try {
          decodeSafetensors(damaged, "x");
        } catch (error) {
          expect(isRuntimeFailure(error)).toBe(true);
        }
      }),
    );
  });
});
