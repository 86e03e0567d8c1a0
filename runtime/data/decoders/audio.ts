import { messageOf } from "../../failure.ts";
import { cellError, type NumberCell } from "../encoders/define.ts";
import { isNpy } from "./npy.ts";
import { mixed, resampleTo } from "./resample.ts";
import { decodeWav, isWav, type Recording } from "./wav.ts";

const HELP = "Use a whole WAV, FLAC, MP3 or OGG (Vorbis or Opus) file.";

/** What decoders of the wasm-audio-decoders family give. */
interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
  readonly errors?: readonly { readonly message: string }[];
}

interface Decoder {
  readonly ready: Promise<void>;
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>;
  free(): void;
}

type Make = () => Promise<Decoder>;

const flac: Make = async () => {
  const { FLACDecoder } = await import("@wasm-audio-decoders/flac");
  const decoder = new FLACDecoder();
  return { ready: decoder.ready, decode: (bytes) => decoder.decodeFile(bytes), free: () => decoder.free() };
};
const vorbis: Make = async () => {
  const { OggVorbisDecoder } = await import("@wasm-audio-decoders/ogg-vorbis");
  const decoder = new OggVorbisDecoder();
  return { ready: decoder.ready, decode: (bytes) => decoder.decodeFile(bytes), free: () => decoder.free() };
};
const opus: Make = async () => {
  const { OggOpusDecoder } = await import("ogg-opus-decoder");
  const decoder = new OggOpusDecoder();
  return { ready: decoder.ready, decode: (bytes) => decoder.decodeFile(bytes), free: () => decoder.free() };
};
const mp3: Make = async () => {
  const { MPEGDecoder } = await import("mpg123-decoder");
  const decoder = new MPEGDecoder();
  return { ready: decoder.ready, decode: (bytes) => decoder.decode(bytes), free: () => decoder.free() };
};

/** The decoder of a file that is no WAV, by how it begins. */
function decoderOf(bytes: Uint8Array): Make | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  if (beginning.startsWith("fLaC")) return flac;
  if (beginning.startsWith("OggS")) {
    if (beginning.includes("OpusHead")) return opus;
    return beginning.includes("vorbis") ? vorbis : flac;
  }
  const isMp3 = beginning.startsWith("ID3") || (bytes[0] === 0xff && (bytes[1]! & 0xe6) === 0xe2);
  return isMp3 ? mp3 : undefined;
}

async function decoded(bytes: Uint8Array): Promise<Recording> {
  if (isWav(bytes)) return decodeWav(bytes);
  const make = decoderOf(bytes);
  if (make === undefined || isNpy(bytes)) throw cellError("it is no sound that is known", HELP);
  const decoder = await make();
  try {
    await decoder.ready;
    const { channelData, sampleRate, errors = [] } = await decoder.decode(bytes);
    const [first] = errors;
    if (first !== undefined) throw new Error(first.message);
    if ((channelData[0]?.length ?? 0) === 0) throw new Error("it holds no sound");
    return { rate: sampleRate, channels: channelData };
  } catch (error) {
    throw cellError(`it cannot be decoded: ${messageOf(error)}`, HELP, error);
  } finally {
    decoder.free();
  }
}

/**
 * A recording `[time, channel]` at a rate, with so many channels.
 *
 * @throws CellError
 */
export async function decodeAudio(bytes: Uint8Array, rate: number, channels: number): Promise<NumberCell> {
  const recording = await decoded(bytes);
  const mix = mixed(recording.channels, channels);
  if (mix === undefined) {
    throw cellError(
      `it has ${recording.channels.length} channels, fewer than ${channels}`,
      "Declare as many channels as all recordings have, or one.",
    );
  }
  const brought = mix.map((channel) => resampleTo(channel, recording.rate, rate));
  const count = brought[0]!.length;
  const data = new Float32Array(count * channels);
  brought.forEach((channel, c) => {
    for (let i = 0; i < count; i++) data[i * channels + c] = channel[i]!;
  });
  return { shape: [count, channels], data, cuts: true };
}
