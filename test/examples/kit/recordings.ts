import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import type { DigitSources } from "../../../examples/digits/items.ts";
import { wavOf } from "../../../examples/digits/noise.ts";
import { createDraw } from "../../../runtime/draws.ts";

/** How many there are of each digit. */
export const COUNTS = { known: 24, held: 4, sounds: 2, students: 10 };
const SPEAKERS = ["ada", "ben", "cleo", "dan", "eve", "finn"];

/** Recordings that nobody made, as small files of the formats in which digits are published. */
export async function madeDigits(folder: string): Promise<DigitSources> {
  const sources = {
    mnist: join(folder, "mnist"),
    sounds: join(folder, "sounds"),
    signs: join(folder, "signs"),
  };
  const draw = createDraw(1, ":recordings");
  mkdirSync(sources.mnist, { recursive: true });
  for (const [name, count] of [
    ["train", 10 * COUNTS.known],
    ["t10k", 10 * COUNTS.held],
  ] as const) {
    const images = Buffer.from(Uint8Array.from({ length: count * 28 * 28 }, () => draw(256)));
    const labels = Buffer.from(Uint8Array.from({ length: count }, (_, i) => i % 10));
    writeFileSync(
      join(sources.mnist, `${name}-images-idx3-ubyte`),
      Buffer.concat([header(0x803, count, 28, 28), images]),
    );
    writeFileSync(
      join(sources.mnist, `${name}-labels-idx1-ubyte`),
      Buffer.concat([header(0x801, count), labels]),
    );
  }

  mkdirSync(sources.sounds, { recursive: true });
  for (let digit = 0; digit < 10; digit++) {
    SPEAKERS.forEach((speaker, s) => {
      for (let take = 0; take < COUNTS.sounds; take++) {
        const pitch = 200 + 150 * digit + 10 * s;
        const tone = Float64Array.from(
          { length: 2000 + 300 * s },
          (_, i) => 0.3 * Math.sin((2 * Math.PI * pitch * i) / 8000),
        );
        writeFileSync(join(sources.sounds, `${digit}_${speaker}_${take}.wav`), wavOf(tone, 8000));
      }
    });
  }

  for (let digit = 0; digit < 10; digit++) {
    mkdirSync(join(sources.signs, String(digit)), { recursive: true });
    for (let student = 0; student < COUNTS.students; student++) {
      const pixels = Buffer.from(Uint8Array.from({ length: 40 * 40 * 3 }, () => draw(256)));
      const number = 1000 + 10 * student + digit;
      await sharp(pixels, { raw: { width: 40, height: 40, channels: 3 } })
        .jpeg()
        .toFile(join(sources.signs, String(digit), `IMG_${number}.JPG`));
    }
  }
  return sources;
}

function header(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, i) => {
    bytes.writeUInt32BE(number, 4 * i);
  });
  return bytes;
}

const LABELS = ["SEATED", "STANDING_UP", "WALKING", "TURNING", "SITTING_DOWN"];
/** Seconds of each. */
const STRETCH = 1.6;

/** Ten people with a phone and a watch, of which nobody carried one, as the activities are published. */
export function madeActivities(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const draw = createDraw(1, ":motion");
  const people = Array.from({ length: 10 }, (_, i) => ({
    id: `s${String(i + 1).padStart(2, "0")}`,
    age: 21 + 5 * i,
    gender: i % 2 === 0 ? "F" : "M",
  }));
  const lines = people.map(({ id, age, gender }) => `${id},${age},${gender},170,70,R,1`);
  writeFileSync(
    join(folder, "subjects_info.csv"),
    `subject_id,age,gender,height,weight,dominant_hand,executions\n${lines.join("\n")}\n`,
  );
  people.forEach(({ id }, p) => {
    mkdirSync(join(folder, id));
    for (const [device, late] of [
      ["sp", 0],
      ["sw", 120],
    ] as const) {
      const rows: string[] = [];
      for (let time = late; time < 1000 * STRETCH * LABELS.length; time += 7 + draw(6)) {
        const label = Math.floor(time / (1000 * STRETCH));
        const numbers = Array.from({ length: 6 }, () => (draw(2000) / 1000 - 1 + label).toFixed(4));
        rows.push([...numbers, 1_657_000_000_000 + time, LABELS[label]].join(","));
      }
      const text = `x_acc,y_acc,z_acc,x_gyro,y_gyro,z_gyro,timestamp,label\n${rows.join("\n")}\n`;
      const path = join(folder, id, `${id}_01_${device}.csv`);
      // As they are published, and packed.
      if (p % 2 === 0) writeFileSync(path, text);
      else writeFileSync(`${path}.gz`, gzipSync(text));
    }
  });
  return folder;
}
