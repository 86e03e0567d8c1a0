import { spawnSync } from "node:child_process";
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAudio } from "../../../runtime/data/decoders/audio.ts";
import { decodeNifti } from "../../../runtime/data/decoders/nifti.ts";
import { decodeNpy } from "../../../runtime/data/decoders/npy.ts";
import { decodePoints } from "../../../runtime/data/decoders/points.ts";
import { onClock } from "../../../runtime/data/decoders/readings.ts";
import { resampleTo } from "../../../runtime/data/decoders/resample.ts";
import { decodeTensor } from "../../../runtime/data/decoders/tensors.ts";
import { decodeVideo } from "../../../runtime/data/decoders/video.ts";
import { decodeWav } from "../../../runtime/data/decoders/wav.ts";
import { isCellError } from "../../../runtime/data/encoders/define.ts";
import { image } from "../../../runtime/data/encoders/image.ts";
import { encodeSafetensors } from "../../../runtime/files/safetensors.ts";
import { imageInput } from "../samples.ts";

async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (isCellError(error)) return error.message;
    throw error;
  }
  return "nothing was refused";
}

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);

function npy(descr: string, shape: string, data: Uint8Array, fortran = "False"): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${shape}), }\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, Buffer.from(header), data]);
}

describe("arrays", () => {
  it("are read from .npy in either order", () => {
    const data = floats(1, 2, 3, 4, 5, 6);
    expect(decodeNpy(npy("<f4", "2, 3", data))).toEqual({
      shape: [2, 3],
      data: Float64Array.of(1, 2, 3, 4, 5, 6),
    });
    expect([...(decodeNpy(npy("<f4", "2, 3", data, "True")).data as Float64Array)]).toEqual([
      1, 3, 5, 2, 4, 6,
    ]);
    expect(decodeNpy(npy(">i2", "2,", Buffer.from([0, 1, 255, 254]))).data).toEqual(Float64Array.of(1, -2));
  });

  it("are read from .safetensors by name", async () => {
    const tensors = new Map([
      ["a", { shape: [2], data: Float32Array.of(1, 2) }],
      ["b", { shape: [1], data: Int32Array.of(7) }],
    ]);
    const file = Buffer.concat(encodeSafetensors({ tensors, metadata: {} }));
    expect(decodeTensor(file, "b")).toEqual({ shape: [1], data: Float64Array.of(7) });
    expect(await refusal(() => decodeTensor(file))).toContain("it has 2 tensors");
    expect(await refusal(() => decodeTensor(file, "c"))).toContain("it has no tensor c");
  });

  it("that claim more than there is are refused", async () => {
    expect(await refusal(() => decodeNpy(npy("<f4", "3,", floats(1, 2))))).toContain(
      "ends after 2 of 3 numbers",
    );
    expect(await refusal(() => decodeNpy(npy("<f4", "99999999, 99999999", floats(1))))).toContain(
      "claims to be",
    );
    expect(await refusal(() => decodeNpy(npy("|O", "1,", floats(1))))).toContain("no array of numbers");
  });

  it("never crash on damaged bytes", () => {
    const whole = npy("<f4", "2, 3", floats(1, 2, 3, 4, 5, 6));
    const readers = [
      decodeNpy,
      decodeTensor,
      decodeNifti,
      decodeWav,
      (bytes: Uint8Array) => decodePoints(bytes, "a.pcd", 3),
    ];
    fc.assert(
      fc.property(fc.nat(whole.length), fc.uint8Array({ maxLength: 40 }), (cut, noise) => {
        for (const read of readers) {
          for (const bytes of [Buffer.concat([whole.subarray(0, cut), noise]), noise]) {
            try {
              read(bytes);
            } catch (error) {
              expect(isCellError(error), String(error)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("points", () => {
  const cloud = [1, 2, 3, 9, 4, 5, 6, 8];
  const header = (data: string) =>
    `# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS x y z intensity\nSIZE 4 4 4 4\nTYPE F F F F\nCOUNT 1 1 1 1\nWIDTH 2\nHEIGHT 1\nPOINTS 2\nDATA ${data}\n`;
  const ply = (format: string) =>
    `ply\nformat ${format} 1.0\nelement vertex 2\nproperty float x\nproperty float y\nproperty float z\nproperty float intensity\nend_header\n`;
  const lines = "1 2 3 9\n4 5 6 8\n";
  const columns = floats(1, 4, 2, 5, 3, 6, 9, 8);
  // All of it as one run of literals, which is what LZF does to bytes that do not repeat.
  const packed = Buffer.concat([Buffer.from([31]), columns]);
  const sizes = Buffer.from(Uint32Array.of(packed.length, columns.length).buffer);

  it.each([
    ["KITTI", floats(...cloud), "a.bin"],
    ["PCD as text", Buffer.from(header("ascii") + lines), "a.pcd"],
    ["PCD as bytes", Buffer.concat([Buffer.from(header("binary")), floats(...cloud)]), "a.pcd"],
    ["compressed PCD", Buffer.concat([Buffer.from(header("binary_compressed")), sizes, packed]), "a.pcd"],
    ["PLY as text", Buffer.from(ply("ascii") + lines), "a.ply"],
    ["PLY as bytes", Buffer.concat([Buffer.from(ply("binary_little_endian")), floats(...cloud)]), "a.ply"],
  ])("are read from %s", (_, bytes, name) => {
    const { shape, data } = decodePoints(bytes, name, 4);
    expect([shape, ...Array.from(data)]).toEqual([[2, 4], ...cloud]);
  });

  it("that are cut off, or have too few numbers, are refused", async () => {
    const cut = Buffer.concat([Buffer.from(header("binary")), floats(1, 2, 3, 9)]);
    expect(await refusal(() => decodePoints(cut, "a.pcd", 4))).toContain("ends after 1 of 2 points");
    expect(await refusal(() => decodePoints(Buffer.from(header("ascii") + lines), "a.pcd", 5))).toContain(
      "5 are asked for",
    );
    expect(await refusal(() => decodePoints(floats(1, 2, 3), "a.bin", 4))).toContain("no whole points");
  });
});

describe("volumes", () => {
  it("are read from NIfTI, packed or not, in its units", async () => {
    const head = Buffer.alloc(352);
    head.writeInt32LE(348, 0);
    [3, 3, 2, 1].forEach((size, i) => void head.writeInt16LE(size, 40 + 2 * i));
    head.writeInt16LE(4, 70);
    head.writeFloatLE(352, 108);
    head.writeFloatLE(2, 112);
    head.writeFloatLE(1, 116);
    const file = Buffer.concat([head, Buffer.from(Int16Array.of(0, 1, 2, 3, 4, 5).buffer)]);
    for (const bytes of [file, gzipSync(file)]) {
      const { shape, data } = decodeNifti(bytes);
      expect([shape, ...Array.from(data)]).toEqual([[1, 2, 3, 1], 1, 3, 5, 7, 9, 11]);
    }
    expect(await refusal(() => decodeNifti(file.subarray(0, 360)))).toContain("ends after 4 of 6 numbers");
  });
});

/** A WAV file of 16 bits. */
function wav(
  samples: readonly number[],
  { rate = 8000, channels = 1, claimed = samples.length * 2 } = {},
): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF\0\0\0\0WAVEfmt ", "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(claimed, 40);
  return Buffer.concat([head, Buffer.from(Int16Array.from(samples).buffer)]);
}

/** A second of a tone. */
const tone = (rate: number, frequency: number) =>
  Float32Array.from({ length: rate }, (_, i) => 0.5 * Math.sin((2 * Math.PI * frequency * i) / rate));

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
if (!hasFfmpeg) console.warn("SKIPPED: tests that read or make media by ffmpeg, which is not on the path");

describe("sound", () => {
  it("is read from WAV, its channels mixed", async () => {
    const { shape, data } = await decodeAudio(wav([16384, 0, -16384, -32768], { channels: 2 }), 8000, 1);
    expect([shape, ...Array.from(data)]).toEqual([[2, 1], 0.25, -0.75]);
  });

  it.each([
    ["more than there is", wav([1, 2, 3], { claimed: 1000 }), "claims 1000 bytes of sound, and 6 are there"],
    ["no rate", wav([1], { rate: 0 }), "contradicts itself"],
    ["no samples", wav([1]).subarray(0, 36), "has no samples"],
    ["another format", Buffer.from("not a sound at all"), "no sound that is known"],
    ["a broken FLAC", Buffer.from("fLaC and then nothing of the kind"), "cannot be decoded"],
  ])("whose header claims %s is refused", async (_, bytes, message) => {
    expect(await refusal(() => decodeAudio(bytes, 8000, 1))).toContain(message);
  });

  it.each([
    [8000, 16000],
    [16000, 8000],
    [44100, 16000],
  ])("keeps a tone from %i to %i Hz, and loses what the rate cannot hold", (from, to) => {
    const kept = resampleTo(tone(from, 440), from, to);
    const wanted = tone(to, 440);
    expect(kept.length).toBe(to);
    for (let i = 200; i < to - 200; i += 37) expect(kept[i]).toBeCloseTo(wanted[i]!, 3);
    if (to > from) return;
    const lost = resampleTo(tone(from, 0.9 * (from / 2)), from, to);
    expect(Math.max(...lost.subarray(200, -200).map(Math.abs))).toBeLessThan(2e-3);
  });

  it.skipIf(!hasFfmpeg).each([
    ["flac", "flac"],
    ["mp3", "libmp3lame"],
    ["ogg", "libvorbis"],
    ["opus", "libopus"],
  ])("made by ffmpeg is read from %s", async (format, codec) => {
    const input = wav(
      Array.from(tone(16000, 440), (value) => Math.round(value * 32767)),
      { rate: 16000 },
    );
    const output = format === "opus" ? "ogg" : format;
    const made = spawnSync(
      "ffmpeg",
      [
        "-loglevel",
        "error",
        "-f",
        "wav",
        "-i",
        "pipe:0",
        "-c:a",
        codec,
        "-b:a",
        "96k",
        "-f",
        output,
        "pipe:1",
      ],
      { input },
    );
    expect(made.stderr.toString()).toBe("");
    const { shape, data } = await decodeAudio(made.stdout, 8000, 1);
    expect(shape[0]).toBeGreaterThan(7800);
    const power =
      Array.from(data)
        .slice(1000, 7000)
        .reduce((sum, value) => sum + value * value, 0) / 6000;
    expect(Math.abs(power - 0.125)).toBeLessThan(0.02);
  });
});

describe("pictures", () => {
  it("that claim more pixels than fit into memory are refused before they are unpacked", async () => {
    const table = Array.from({ length: 256 }, (_, n) => {
      let c = n;
      for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
      return c >>> 0;
    });
    const crc = (bytes: Buffer) => {
      let c = 0xffffffff;
      for (const byte of bytes) c = table[(c ^ byte) & 255]! ^ (c >>> 8);
      return (c ^ 0xffffffff) >>> 0;
    };
    const chunk = (name: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(name), data]);
      const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
      length.writeUInt32BE(data.length);
      sum.writeUInt32BE(crc(body));
      return Buffer.concat([length, body, sum]);
    };
    const size = Buffer.alloc(13);
    size.writeUInt32BE(60_000, 0);
    size.writeUInt32BE(60_000, 4);
    size.set([8, 2, 0, 0, 0], 8);
    const bomb = Buffer.concat([
      Buffer.from("89504e470d0a1a0a", "hex"),
      chunk("IHDR", size),
      chunk("IDAT", deflateSync(Buffer.alloc(1 << 20))),
      chunk("IEND", Buffer.alloc(0)),
    ]);
    const open = image.open(imageInput("v", 4, 4, 3), {});
    expect(await refusal(() => open.encode(bomb, [new Uint8Array(48)]))).toContain("pixel limit");
  });
});

describe("readings", () => {
  const channel = [0, 1, 2, 3, 4];
  const times = [0, 0.1, 0.2, 0.3, 0.4];

  it("lie on a straight line between their moments, in whatever order they come", () => {
    const { shape, data } = onClock(
      { times: [0.4, 0.1, 0.2, 0.3, 0], channels: [[4, 1, 2, 3, 0]] },
      { rate: 20, gaps: "stop" },
    );
    expect(shape).toEqual([9, 1]);
    Array.from(data).forEach((value, i) => void expect(value).toBeCloseTo(i / 2, 6));
  });

  it("are averaged where they are denser than the clock", () => {
    const { data } = onClock({ times, channels: [channel] }, { rate: 5, gaps: "stop" });
    expect(Array.from(data, (value) => Number(value.toFixed(6)))).toEqual([0.5, 2, 3.5]);
  });

  it.each([
    ["interpolate", [0, 1, 2, 3, 4, 5]],
    ["hold", [0, 1, 1, 1, 1, 5]],
    ["zero", [0, 1, 0, 0, 0, 5]],
  ] as const)("have gaps that %s", (gaps, wanted) => {
    const gappy = { times: [0, 1, 5], channels: [[0, 1, 5]] };
    const { data } = onClock(gappy, { rate: 1, gaps, longest: 2 });
    expect(Array.from(data)).toEqual(wanted);
  });

  it("with a gap, without numbers, or of one moment are refused", async () => {
    const refused = (t: number[], c: number[]) =>
      refusal(() => onClock({ times: t, channels: [c] }, { rate: 1, gaps: "stop" }));
    expect(await refused([0, 1, 2, 3, 40], channel)).toContain("a gap of 37 s after 3 s");
    expect(await refused([0, 1], [1, Number.NaN])).toContain("reading 2 is NaN");
    expect(await refused([0], [1])).toContain("1 readings");
  });
});

describe.skipIf(!hasFfmpeg)("videos, by ffmpeg,", () => {
  it("are read at the declared rate and size", async () => {
    const pixels = Buffer.concat(Array.from({ length: 20 }, (_, i) => Buffer.alloc(64, i * 10)));
    const args =
      "-loglevel error -f rawvideo -pix_fmt gray -s 8x8 -r 10 -i pipe:0 -c:v ffv1 -f matroska pipe:1";
    const { stdout } = spawnSync("ffmpeg", args.split(" "), { input: pixels });
    const { shape, data } = await decodeVideo(stdout, 5, [8, 4, 4, 1]);
    expect(shape).toEqual([9, 4, 4, 1]);
    expect(Math.abs(data[16]! - data[0]! - 20)).toBeLessThanOrEqual(10);
    expect(
      await refusal(() => decodeVideo(Buffer.from("#EXTM3U\n/etc/hostname"), 5, [8, 4, 4, 1])),
    ).toContain("ffmpeg cannot read it");
  });
});
