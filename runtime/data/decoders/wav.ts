import { cellError } from "../encoders/define.ts";
import { NUMBER_TYPES, type NumberType, viewOf } from "./array.ts";

/** A recording as it was made. */
export interface Recording {
  /** In Hz. */
  readonly rate: number;
  /** Samples of each channel, in -1..1. */
  readonly channels: readonly Float32Array[];
}

const HELP = "Use a whole WAV file of whole numbers (8 to 32 bits) or floats, or a FLAC, MP3 or OGG file.";
const refused = (what: string) => cellError(what, HELP);

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

const int24: NumberType = {
  bytes: 3,
  read: (view, at) => view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getInt8(at + 2) << 16),
};

/** How samples of a format and so many bits are read, and what their largest is. */
const SAMPLES: Readonly<Record<string, readonly [type: NumberType, scale: number, zero: number]>> = {
  [`${PCM}/8`]: [NUMBER_TYPES.uint8, 128, 128],
  [`${PCM}/16`]: [NUMBER_TYPES.int16, 2 ** 15, 0],
  [`${PCM}/24`]: [int24, 2 ** 23, 0],
  [`${PCM}/32`]: [NUMBER_TYPES.int32, 2 ** 31, 0],
  [`${FLOAT}/32`]: [NUMBER_TYPES.float32, 1, 0],
  [`${FLOAT}/64`]: [NUMBER_TYPES.float64, 1, 0],
};

const tag = (bytes: Uint8Array, at: number) => Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");

export const isWav = (bytes: Uint8Array): boolean => tag(bytes, 0) === "RIFF" && tag(bytes, 8) === "WAVE";

/**
 * WAV files, whose headers are believed in nothing that the file does not bear out.
 *
 * @throws CellError
 */
export function decodeWav(bytes: Uint8Array): Recording {
  const view = viewOf(bytes);
  let format: { code: number; channels: number; rate: number; frame: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = tag(bytes, at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === "fmt " && size >= 16 && start + 16 <= bytes.length) {
      const code = view.getUint16(start, true);
      const isLong = code === EXTENSIBLE && size >= 26 && start + 26 <= bytes.length;
      format = {
        code: isLong ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        frame: view.getUint16(start + 12, true),
        bits: view.getUint16(start + 14, true),
      };
    }
    if (name === "data") {
      if (format === undefined) throw refused("its samples come before what they are");
      // Recorders that never learn the length write the largest there is, or none.
      const streamed = size === 0xffffffff || size === 0;
      if (!streamed && start + size > bytes.length) {
        throw refused(`its header claims ${size} bytes of sound, and ${bytes.length - start} are there`);
      }
      return read(view, start, streamed ? bytes.length : start + size, format);
    }
    at = start + size + (size % 2);
  }
  throw refused("it has no samples");
}

function read(
  view: DataView,
  from: number,
  to: number,
  {
    code,
    channels,
    rate,
    frame,
    bits,
  }: { code: number; channels: number; rate: number; frame: number; bits: number },
): Recording {
  const known = SAMPLES[`${code}/${bits}`];
  if (known === undefined)
    throw refused(`its samples are of format ${code} with ${bits} bits, which is not read`);
  const [{ bytes, read }, scale, zero] = known;
  if (channels < 1 || channels > 64 || rate < 1 || rate > 1e6 || frame !== channels * bytes) {
    throw refused(
      `its header contradicts itself: ${channels} channels of ${bits} bits in ${frame} bytes at ${rate} Hz`,
    );
  }
  const count = Math.floor((to - from) / frame);
  const samples = Array.from({ length: channels }, () => new Float32Array(count));
  for (let i = 0, at = from; i < count; i++) {
    for (const channel of samples) {
      channel[i] = (read(view, at, true) - zero) / scale;
      at += bytes;
    }
  }
  return { rate, channels: samples };
}
