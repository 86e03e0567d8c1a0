const HEADER = 44;

/** A sound as a WAV file of 16-bit numbers: `samples` lie in -1..1, channel by channel at each moment. */
export function wavOf(samples: ArrayLike<number>, rate: number, channels: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(HEADER + 2 * samples.length));
  const text = (at: number, words: string) => {
    for (let i = 0; i < words.length; i++) bytes.setUint8(at + i, words.charCodeAt(i));
  };
  text(0, "RIFF");
  bytes.setUint32(4, HEADER - 8 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, channels, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate * channels * 2, true);
  bytes.setUint16(32, channels * 2, true);
  bytes.setUint16(34, 16, true);
  text(36, "data");
  bytes.setUint32(40, 2 * samples.length, true);
  for (let i = 0; i < samples.length; i++) {
    const held = Math.max(-1, Math.min(1, samples[i]!));
    bytes.setInt16(HEADER + 2 * i, Math.round(held * 32767), true);
  }
  return new Uint8Array(bytes.buffer);
}
