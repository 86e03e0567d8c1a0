import { cellError, type NumberCell } from "../encoders/define.ts";
import { runFfmpeg } from "./ffmpeg.ts";

const PIXELS = { 1: "gray", 3: "rgb24", 4: "rgba" } as const;

/** The frames of a video at a rate, stretched to a size: bytes `[time, height, width, channel]`, at most so many frames. */
export async function decodeVideo(
  bytes: Uint8Array,
  rate: number,
  [frames = 0, height = 0, width = 0, channels = 0]: readonly number[],
): Promise<NumberCell> {
  const pixels = PIXELS[channels as keyof typeof PIXELS];
  const size = height * width * channels;
  const filter = `fps=${rate},scale=${width}:${height}:flags=bilinear`;
  // One frame more, so that it is known whether any was cut off.
  const output = [
    "-map",
    "0:v:0",
    "-vf",
    filter,
    "-frames:v",
    String(frames + 1),
    "-f",
    "rawvideo",
    "-pix_fmt",
    pixels,
  ];
  const data = await runFfmpeg(bytes, output, { what: "video", most: (frames + 1) * size });
  const count = Math.floor(data.length / size);
  if (count === 0) throw cellError("it has no frames", "Use a video file that other programs can play.");
  return { shape: [count, height, width, channels], data: data.subarray(0, count * size), cuts: true };
}
