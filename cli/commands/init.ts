import { existsSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { failure } from "../failure.ts";

const FIRST_MODEL = `/// What is decided: one of these.
category Mood = ["glad", "sad"]

/// How somebody feels, from what they write and how they look.
model Feeling {
  input words: text(words: 32, vocabulary: 5_000)
  input face:  image(64, 64, rgb)

  // every modality gets an encoder
  said = words |> embed(64) |> mean(over: word) |> dense(64, relu)
  shown = face
    |> conv(16, stride: 2, activation: relu)
    |> max_pool(2)
    |> conv(32, activation: relu)
    |> mean(over: space)

  // early fusion: one joint representation
  joint = concat(said, shown) |> dense(64, relu) |> dropout(0.3)

  output mood: Mood = joint |> classify(Mood)

  require parameters < 500k
}

/// One row per record; the column "split" says train, validation or test.
data Diary {
  from:  "diary.csv"
  words = column("words") |> lowercase
  face  = file("face")
  mood  = column("mood")
  split: column("split")
}

train Feeling on Diary {
  minimise:  cross_entropy(mood)
  optimizer: adamw(learning_rate: 1e-3)
  schedule:  cosine(warmup: 50)
  epochs:    20
  batch:     32
  stop:      stalls(validation.macro_f1, for: 4)
}
`;

interface InitFlags {
  readonly force?: boolean;
  readonly from?: string;
  readonly out?: string;
  readonly label?: string;
}

/** `fusewire init`: writes a first model to start from, of its own or for the columns of a table. */
export async function init(named: string, { force, from, out, label }: InitFlags): Promise<number> {
  const file = out ?? named;
  if (existsSync(file) && !force) {
    throw failure(`${file} is there already`, ["choose another name, or overwrite it with --force"]);
  }
  const text = from === undefined ? FIRST_MODEL : await modelOf(from, file, label);
  writeFileSync(file, text);
  console.log(`Wrote ${file}. Check it with: fusewire check ${file}`);
  return 0;
}

async function modelOf(from: string, file: string, label: string | undefined): Promise<string> {
  const { firstModel } = await import("../../runtime/inspect/first-model.ts");
  const prettier = await import("prettier/standalone");
  const fusewire = await import("../../format/plugin.ts");
  const table = resolve(from);
  const path = relative(dirname(resolve(file)), table)
    .split(sep)
    .join("/");
  const text = await firstModel({ table, from: path, label });
  return prettier.format(text, { parser: "fusewire", plugins: [fusewire] });
}
