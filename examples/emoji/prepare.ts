import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import sharp from "sharp";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { sha256 } from "../../runtime/files/hash.ts";
import { conceptsOf } from "./concepts.ts";
import { type Emoji, readEmoji } from "./emoji.ts";
import { type SplitName, splitOf } from "./split.ts";

/** A row of the table. */
interface Row {
  readonly name: string;
  /** Relative to the table. */
  readonly picture: string;
  readonly group: string;
  readonly split: SplitName;
}

/** Says what the folder was made of; written last. */
const STAMP = "made-of.txt";
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
  if (await isUpToDate(folder, stamp)) return;
  const draft = `${folder}.${process.pid}.tmp`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(join(draft, "pictures"), { recursive: true });
    await writePictures(emoji, rows, draft);
    await writeTable(rows, join(draft, "emoji.parquet"));
    writeAtomically(join(draft, STAMP), stamp);
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder).catch(async (error: unknown) => {
      // Another process was faster.
      if (!(await isUpToDate(folder, stamp))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
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

async function isUpToDate(folder: string, stamp: string): Promise<boolean> {
  const file = join(folder, STAMP);
  return existsSync(file) && (await readFile(file, "utf8")) === stamp;
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

async function writeTable(rows: readonly Row[], path: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run('CREATE TABLE emoji (name TEXT, picture TEXT, "group" TEXT, split TEXT)');
    const appender = await connection.createAppender("emoji");
    for (const { name, picture, group, split } of rows) {
      for (const cell of [name, picture, group, split]) appender.appendVarchar(cell);
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(`COPY emoji TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  } finally {
    connection.closeSync();
  }
}
