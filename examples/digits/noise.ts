import type { Recording } from "../../runtime/data/decoders/wav.ts";
import { createDraw } from "../../runtime/draws.ts";

/** How loud what is mixed is made: the root of its mean square. */
const LOUDNESS = 0.1;
const FINE = 2 ** 20;

/**
 * The first channel of a recording with white noise that is as strong as it is: 0 dB between the two, as the mean over
 * the whole recording. All recordings are made equally loud.
 *
 * @param place the number of the noise: another is drawn for each
 */
export function withNoise({ channels }: Recording, seed: number, place: number): Float64Array {
  const samples = channels[0]!;
  const strength = Math.hypot(...samples) / Math.sqrt(samples.length) || 1;
  const draw = createDraw(seed, ":noise", place);
  const noise = Float64Array.from(samples, () => normal(draw));
  const power = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length);
  return noise.map((value, i) => (LOUDNESS * (samples[i]! / strength + value / power)) / Math.SQRT2);
}

/** A normally distributed number, by Box and Muller. */
function normal(draw: (below: number) => number): number {
  const radius = Math.sqrt(-2 * Math.log((draw(FINE) + 1) / FINE));
  return radius * Math.cos((2 * Math.PI * draw(FINE)) / FINE);
}

/** A WAV file of one channel of 16 bits; what is louder than it can hold is cut off. */
export function wavOf(samples: ArrayLike<number>, rate: number): Uint8Array {
  const HEADER = 44;
  const bytes = Buffer.alloc(HEADER + 2 * samples.length);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++) {
    const level = Math.round(2 ** 15 * samples[i]!);
    bytes.writeInt16LE(Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, level)), HEADER + 2 * i);
  }
  return bytes;
}
