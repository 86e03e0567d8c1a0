import { cellError, type Encoder, FIXED, wholeOf } from "../data/encoders/define.ts";
import { messageOf } from "../failure.ts";
import type { NumberArray } from "../files/bytes.ts";
import { page } from "./page.ts";
import { pixelsOf } from "./pixels.ts";

/** Pixels as bytes, row after row: gray, RGB or RGBA by how many there are for each place. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

const HELP =
  "Give an <img> that has loaded, a canvas, an ImageBitmap, a Blob of a picture, or pixels as {data, width, height}.";

/**
 * Pictures of a page, one of another size than the declared one stretched to it by a canvas. One of that size keeps the
 * bytes of its file.
 */
export const pageImage: Encoder = {
  fit: () => ({}),
  open(input) {
    const [height = 0, width = 0, channels = 0] = wholeOf(input).shape;
    return {
      async encode(cell, [into]) {
        if (typeof cell !== "object" || cell === null) throw cellError("it is no picture", HELP);
        const own = isPixels(cell) ? cell : undefined;
        if (own?.width === width && own.height === height) {
          const given = own.data.length / (width * height);
          if (given === channels) into!.set(own.data);
          else if (given === 4) toColours(own.data, channels, into!);
          else if (given === 3) toColours(withOpacity(own.data), channels, into!);
          else throw cellError(`its pixels have ${given} channels`, HELP);
          return FIXED;
        }
        toColours(await drawn(cell, width, height), channels, into!);
        return FIXED;
      },
    };
  },
  schema: () => ({}),
  cellOf: async (field) => field as Readonly<Record<string, unknown>>,
};

const isBytes = (value: unknown): value is Uint8Array | Uint8ClampedArray =>
  value instanceof Uint8Array || value instanceof Uint8ClampedArray;

const isPixels = (value: object): value is Pixels => "data" in value && isBytes(value.data);

/** A picture at a size, as RGBA. Elements that have not loaded yet are waited for. */
async function drawn(source: object, width: number, height: number): Promise<Uint8Array | Uint8ClampedArray> {
  try {
    const { decode } = source as { decode?: () => Promise<void> };
    if (typeof decode === "function") await decode.call(source);
    return await pixelsOf(isPixels(source) ? imageData(source) : source, width, height);
  } catch (error) {
    throw cellError(messageOf(error), HELP, error);
  }
}

function imageData({ data, width, height }: Pixels): object {
  const rgba = data.length === width * height * 4 ? data : withOpacity(data);
  return new page.ImageData(new Uint8ClampedArray(rgba), width, height);
}

function withOpacity(rgb: ArrayLike<number>): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let i = 0; i < rgb.length; i++) rgba[Math.floor(i / 3) * 4 + (i % 3)] = rgb[i]!;
  return rgba;
}

/** RGBA brought to a colour model: without opacity it lies on white paper, gray is its luminance. */
function toColours(rgba: ArrayLike<number>, channels: number, into: NumberArray): void {
  for (let place = 0; place < rgba.length / 4; place++) {
    const at = 4 * place;
    if (channels === 4) {
      for (let c = 0; c < 4; c++) into[at + c] = rgba[at + c]!;
      continue;
    }
    const opacity = rgba[at + 3]! / 255;
    const onPaper = [0, 1, 2].map((c) => Math.round(rgba[at + c]! * opacity + 255 * (1 - opacity)));
    if (channels === 1) into[place] = luminance(onPaper);
    else for (let c = 0; c < 3; c++) into[3 * place + c] = onPaper[c]!;
  }
}

/** Relative luminance of sRGB as a byte of sRGB: IEC 61966-2-1, with the weights of ITU-R BT.709. */
function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((byte) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const y = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  return Math.round(255 * (y <= 0.0031308 ? 12.92 * y : 1.055 * y ** (1 / 2.4) - 0.055));
}
