import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import sharp from "sharp";
import { createDraw } from "../runtime/draws.ts";
import type { ModelName } from "./models.ts";

const PICTURES = 64;
const SIDE = 64;

const vector = (size: number, name: string) =>
  `list_transform(range(${size}), lambda x: random()::FLOAT) AS ${name}`;

/** For each model, its random table as SQL over `i`, the row. */
const TABLES: Readonly<Record<ModelName, readonly string[]>> = {
  emoji: [
    "array_to_string(list_transform(range(1 + i % 8), lambda x: 'word' || (random() * 2000)::INT), ' ') AS name",
    `'picture-' || (i % ${PICTURES}) || '.png' AS picture`,
    "['people', 'objects', 'symbols', 'places', 'smileys', 'animals', 'food', 'activities'][1 + i % 8] AS \"group\"",
  ],
  gated: [
    vector(24, "wrist"),
    vector(16, "ankle"),
    vector(32, "phone"),
    "['rest', 'walk', 'run', 'fall'][1 + i % 4] AS state",
  ],
};

/** Writes a table of random training rows for a model, and the pictures that it names. */
export async function writeTable(model: ModelName, folder: string, rows: number): Promise<void> {
  const file = join(folder, "table.parquet").replaceAll("'", "''");
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  await connection.run("SELECT setseed(0.5)");
  await connection.run(
    `COPY (SELECT ${TABLES[model].join(", ")}, 'train' AS split FROM range(${rows}) t(i)) TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
  database.closeSync();
  if (model === "emoji") await writePictures(folder);
}

async function writePictures(folder: string): Promise<void> {
  const draw = createDraw(0, ":pictures");
  for (let i = 0; i < PICTURES; i++) {
    const bytes = Uint8Array.from({ length: SIDE * SIDE * 4 }, () => draw(256));
    const picture = sharp(bytes, { raw: { width: SIDE, height: SIDE, channels: 4 } });
    await picture.png().toFile(join(folder, `picture-${i}.png`));
  }
}
