import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { sha256 } from "../../runtime/files/hash.ts";
import { writeParquet } from "../kit/parquet.ts";
import { makeFolder } from "../kit/prepared.ts";
import { conceptsOf } from "./concepts.ts";
import { type Emoji, readEmoji } from "./emoji.ts";
import { type SplitName, splitOf } from "./split.ts";

/** A row of the table. */
type Row = {
  readonly name: string;
  /** Relative to the table. */
  readonly picture: string;
  readonly group: string;
  readonly split: SplitName;
};

/** Pictures that are converted at a time. */
const ABREAST = 64;

/**
 * Makes the data of the emoji models in `folder`: `emoji.parquet` with the columns `name`, `picture`, `group` and
 * `split`, and the pictures it names, 64 × 64 RGBA. Nothing is done where the folder is up to date; otherwise it is
 * made beside its place and moved there whole.
 */
export async function prepareEmoji(folder: string): Promise<void> {
  const emoji = readEmoji();
  const rows = rowsOf(emoji);
  const stamp = await stampOf(emoji, rows);
  await makeFolder(folder, stamp, async (draft) => {
    await mkdir(join(draft, "pictures"));
    await writePictures(emoji, rows, draft);
    await writeParquet(join(draft, "emoji.parquet"), rows);
  });
}

function rowsOf(emoji: readonly Emoji[]): Row[] {
  const splits = splitOf(
    emoji.map(({ group }) => group),
    conceptsOf(emoji),
  );
  return emoji.map(({ label, hexcode, group }, i) => ({
    name: label,
    picture: `pictures/${hexcode.toLowerCase()}.png`,
    group,
    split: splits[i]!,
  }));
}

async function stampOf(emoji: readonly Emoji[], rows: readonly Row[]): Promise<string> {
  const pictures = await Promise.all(emoji.map(async ({ picture }) => sha256(await readFile(picture))));
  return sha256(JSON.stringify([rows, pictures]));
}

/** Most pictures of the package are RGBA; some have a palette, or gray with opacity. */
async function writePictures(emoji: readonly Emoji[], rows: readonly Row[], folder: string): Promise<void> {
  for (let from = 0; from < rows.length; from += ABREAST) {
    const some = rows.slice(from, from + ABREAST);
    await Promise.all(
      some.map(({ picture }, i) =>
        sharp(emoji[from + i]!.picture)
          .toColourspace("srgb")
          .ensureAlpha()
          .png({ palette: false })
          .toFile(join(folder, picture)),
      ),
    );
  }
}
