import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import sharp, { type Sharp } from "sharp";
import { messageOf } from "../../failure.ts";
import { type Cell, cellError, type Encoder, FIXED, type FileAccess, wholeOf } from "./define.ts";

/** Transparent places of a picture without opacity look as on paper. */
const PAPER = { r: 255, g: 255, b: 255 };

const HELP = "Use a PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG file that other programs can open.";

/**
 * Pictures as bytes `[height, width, channel]`, brought to the declared colour model: without an `a` they lie on
 * white, with `gray` colours become luminance. One of another size is stretched to the declared size.
 */
export const image: Encoder = {
  source: "file",
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
          const picture = sharp(cell).autoOrient();
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
  schema: () => ({
    anyOf: [
      { type: "string", minLength: 1 },
      {
        type: "object",
        required: ["base64"],
        properties: { base64: { type: "string", minLength: 1 } },
        additionalProperties: false,
      },
    ],
  }),
  cellOf: (field, access) => bytesOf(field, access),
};

function inColours(picture: Sharp, channels: number): Sharp {
  if (channels === 4) return picture.ensureAlpha().toColourspace("srgb");
  return picture.flatten({ background: PAPER }).toColourspace(channels === 1 ? "b-w" : "srgb");
}

async function bytesOf(field: unknown, access: FileAccess): Promise<Cell> {
  if (typeof field !== "string") {
    const base64 =
      typeof field === "object" && field !== null && "base64" in field ? field.base64 : undefined;
    return decoded(String(base64));
  }
  if (field.startsWith("data:")) {
    const [, content] = /^data:[^,]*;base64,(.*)$/s.exec(field) ?? [];
    if (content !== undefined) return decoded(content);
    throw cellError("this data URL is not in Base64", "Write it as data:image/png;base64,….");
  }
  if (access === "none") {
    throw cellError(
      "paths of files are not accepted here",
      'Give the picture as a data URL, or as {"base64": "…"}.',
    );
  }
  try {
    return await readFile(resolve(access.folder, field));
  } catch (error) {
    throw cellError(messageOf(error), 'Give the path of a picture, a data URL, or {"base64": "…"}.', error);
  }
}

/** Node's decoder skips what is not Base64, so that must be looked for first. */
function decoded(base64: string): Uint8Array {
  if (/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) return Buffer.from(base64, "base64");
  throw cellError("this is not Base64", "Encode the bytes of the picture in Base64, without line breaks.");
}
