import sharp from "sharp";
import { dataAddress } from "./address.ts";

/** The longest side of a picture in a page, in pixels. */
const SIDE = 160;

/** A small file may claim a picture that fills all memory. */
const LIMITS = { limitInputPixels: 100_000_000 } as const;

/** A picture in a page, and whether it is so small that its pixels are to be seen. */
export interface Picture {
  readonly address: string;
  readonly tiny: boolean;
}

const TINY = 64;

/** A picture file, made small. Tiny ones stay as they are, pixel by pixel. */
export async function smallPicture(file: Uint8Array): Promise<Picture> {
  const picture = sharp(file, LIMITS).autoOrient();
  const { width = 0, height = 0 } = await picture.metadata();
  if (Math.max(width, height) <= TINY) {
    return { address: dataAddress("image/png", await picture.png().toBuffer()), tiny: true };
  }
  const small = picture.resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true });
  return { address: dataAddress("image/webp", await small.webp({ quality: 80 }).toBuffer()), tiny: false };
}

/** Numbers `[height, width, channel]` from 0 to 255 as a picture, with 1 to 4 channels. */
export async function pictureOfNumbers(
  data: ArrayLike<number>,
  shape: readonly number[],
): Promise<Picture | undefined> {
  const [height = 0, width = 0, channels = 1] = shape;
  if (channels < 1 || channels > 4 || height * width === 0) return undefined;
  const raw = { width, height, channels: channels as 1 | 2 | 3 | 4 };
  return smallPicture(await sharp(Uint8Array.from(data), { raw }).png().toBuffer());
}
