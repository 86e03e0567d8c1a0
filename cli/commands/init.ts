import { existsSync, writeFileSync } from "node:fs";
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

/** `fusewire init`: writes a first model to start from. */
export async function init(file: string, { force }: { readonly force?: boolean }): Promise<number> {
  if (existsSync(file) && !force) {
    throw failure(`${file} is there already`, ["choose another name, or overwrite it with --force"]);
  }
  writeFileSync(file, FIRST_MODEL);
  console.log(`Wrote ${file}. Check it with: fusewire check ${file}`);
  return 0;
}
