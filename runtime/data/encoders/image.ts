import sharp, { type Sharp } from "sharp";
import { messageOf } from "../../failure.ts";
import { FILE_SCHEMAS, fileOfRecord } from "../fields/contents.ts";
import { cellError, type Encoder, FIXED, wholeOf } from "./define.ts";

/** Transparent places of a picture without opacity look as on paper. */
const PAPER = { r: 255, g: 255, b: 255 };

/** A small file may claim a picture that fills all memory: nothing larger than this is opened. */
const LIMITS = { limitInputPixels: 100_000_000, failOn: "error" } as const;

const PICTURE = "a PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG file that other programs can open";
const HELP = `Use ${PICTURE}.`;

/**
 * Pictures as bytes `[height, width, channel]`, brought to the declared colour model: without an `a` they lie on
 * white, with `gray` colours become luminance. One of another size is stretched to the declared size.
 */
export const image: Encoder = {
  fit: () => ({}),
  open(input) {
    const { name } = input;
    const [height = 0, width = 0, channels = 0] = wholeOf(input).shape;
    let seen = 0;
    let resized = 0;
    return {
      async encode(cell, [into]) {
        if (!(cell instanceof Uint8Array)) throw cellError("it is no picture", HELP);
        try {
          const picture = sharp(cell, LIMITS).autoOrient();
          const { autoOrient: size } = await picture.metadata();
          seen++;
          if (size.height !== height || size.width !== width) {
            resized++;
            picture.resize(width, height, { fit: "fill" });
          }
          const { data, info } = await inColours(picture, channels).raw({ depth: "uchar" }).toBuffer({
            resolveWithObject: true,
          });
          if (data.length !== into!.length)
            throw new Error(`it has ${info.channels} channels, not ${channels}`);
          into!.set(data);
        } catch (error) {
          throw cellError(messageOf(error), HELP, error);
        }
        return FIXED;
      },
      notes: () =>
        resized === 0
          ? []
          : [`${resized} of ${seen} pictures of ${name} were brought to ${width} × ${height} pixels`],
    };
  },
  schema: () => ({ anyOf: FILE_SCHEMAS }),
  read: ({ bytes }) => bytes,
  cellOf: async (field, access) => (await fileOfRecord(field, access, PICTURE)).bytes,
};

function inColours(picture: Sharp, channels: number): Sharp {
  if (channels === 4) return picture.ensureAlpha().toColourspace("srgb");
  return picture.flatten({ background: PAPER }).toColourspace(channels === 1 ? "b-w" : "srgb");
}
