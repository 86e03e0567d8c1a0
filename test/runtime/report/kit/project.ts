import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { createDraw } from "../../../../runtime/draws.ts";
import { wavOf } from "../../../../runtime/report/media/wav.ts";

/** Labels that a page must show as the texts that they are. */
export const LABELS = ["<script>alert(1)</script>", 'salt & "pepper"', "plain"] as const;
const TAGS = ["red", "<b>old</b>"] as const;

const MODEL = `category Kind = ${JSON.stringify(LABELS)}
category Tag = ${JSON.stringify(TAGS)}

block Seen(x: signal[height: H, width: W, channel: C]) -> feature[channel: 4] {
  return x |> conv(4, kernel: 3, activation: relu) |> mean(over: [height, width])
}

/// Everything at once.
model Many {
  input words:   text(words: 4, vocabulary: 20)
  input picture: image(8, 8, gray)
  input sound:   audio(1 s) @ 100 Hz
  optional input motion: series(samples: 12, channels: 2) @ 10 Hz

  said  = words |> embed(4) |> mean(over: word)
  heard = sound |> mean(over: time) |> dense(2, relu)
  moved = motion |> mean(over: time) |> dense(2, relu)
  sight = picture |> Seen
  joint = sum(said |> dense(8), sight |> dense(8), heard |> dense(8), moved |> dense(8)) |> dense(8, relu)

  output kind: Kind = joint |> classify(Kind)
  output size: number = joint |> regress
  output tags: set<Tag> = joint |> tag(Tag)
}

data Rows {
  from: "rows.csv"
  words   = column("words")
  picture = file("picture")
  sound   = file("sound")
  motion  = column("motion")
  kind    = column("kind")
  size    = column("size")
  tags    = column("tags")
  split:  column("split")
}

train Many on Rows {
  minimise {
    kind = cross_entropy(kind)
    size = squared_error(size)
    tags = binary_cross_entropy(tags)
  }
  optimizer: adamw(learning_rate: 1e-2)
  epochs: 3
  batch:  16
  seed:   1
}
`;

const WORDS = ["<img src=x onerror=alert(2)>", "quiet river", "loud street", "old house"];

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Rows of each split. */
export const ROWS = { train: 48, validation: 30, test: 18 } as const;

/** Writes a project whose records hold words, pictures, sounds and series, and gives its source file. */
export async function writeManyProject(folder: string): Promise<string> {
  const draw = createDraw(5, ":report rows");
  mkdirSync(join(folder, "files"));
  const lines = ["words,picture,sound,motion,kind,size,tags,split"];
  for (const [split, count] of Object.entries(ROWS)) {
    for (let row = 0; row < count; row++) {
      const name = `${split}-${row}`;
      const kind = draw(LABELS.length);
      const raw = { width: 8, height: 8, channels: 1 } as const;
      const pixels = Uint8Array.from({ length: 64 }, () => 60 * kind + draw(60));
      await sharp(pixels, { raw })
        .png()
        .toFile(join(folder, "files", `${name}.png`));
      const wave = Float32Array.from({ length: 100 }, (_, i) => Math.sin((i * (kind + 1)) / 4));
      writeFileSync(join(folder, "files", `${name}.wav`), wavOf(wave, 100, 1));
      const motion = Array.from({ length: 24 }, () => draw(100) / 100).join(" ");
      const cells = [
        quoted(WORDS[draw(WORDS.length)]!),
        `files/${name}.png`,
        `files/${name}.wav`,
        row % 3 === 0 ? "" : motion,
        quoted(LABELS[kind]!),
        String(kind + draw(100) / 100),
        quoted(TAGS.filter((_, tag) => (kind + tag) % 2 === 0).join("; ")),
        split,
      ];
      lines.push(cells.join(","));
    }
  }
  writeFileSync(join(folder, "rows.csv"), `${lines.join("\n")}\n`);
  const file = join(folder, "many.fuse");
  writeFileSync(file, MODEL);
  return file;
}

const OTHER = `category Step = ["low", "middle", "high"]
category Sign = ["a", "b"]

model Other {
  input walk: series(samples: 12, channels: 2) @ 10 Hz
  rest  = walk |> mean(over: time) |> dense(4, relu)
  output step: ordered Step = rest |> rank(Step)
  output place: vector(3) = rest |> regress(3)
  output signs: sequence<Sign> = walk |> spell(Sign)
}

data Rows {
  from: "others.csv"
  walk  = column("walk")
  step  = column("step")
  place = column("place")
  signs = column("signs")
  split: column("split")
}

train Other on Rows {
  minimise {
    step  = ordinal(step)
    place = squared_error(place)
    signs = ctc(signs)
  }
  optimizer: adamw(learning_rate: 1e-2)
  epochs: 2
  batch:  16
  seed:   1
}
`;

/** Writes a project with the other kinds of outputs; the validation split has so many rows. */
export function writeOtherProject(folder: string, validation: number): string {
  const draw = createDraw(6, ":report rows");
  const lines = ["walk,step,place,signs,split"];
  for (let row = 0; row < 20 + validation; row++) {
    const step = draw(3);
    const walk = Array.from({ length: 24 }, () => step + draw(100) / 100).join(" ");
    const place = [0, 1, 2].map((axis) => axis + step).join(" ");
    const signs = ["a", "b", "ab"][step]!;
    lines.push(
      [walk, ["low", "middle", "high"][step], place, signs, row < 20 ? "train" : "validation"].join(","),
    );
  }
  writeFileSync(join(folder, "others.csv"), `${lines.join("\n")}\n`);
  const file = join(folder, "other.fuse");
  writeFileSync(file, OTHER);
  return file;
}
