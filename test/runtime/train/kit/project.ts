import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDraw } from "../../../../runtime/draws.ts";

interface ProjectOptions {
  readonly epochs?: number;
  /** Lines of the `train` declaration in place of the usual optimizer and schedule. */
  readonly optimizer?: string;
  readonly stop?: string;
  readonly rows?: number;
  /** In place of the epochs. */
  readonly phases?: string;
}

/** Writes a small project into a folder: words and numbers whose product of signs is to be told. */
export function writeProject(folder: string, options: ProjectOptions = {}): string {
  const { epochs = 4, rows = 240, stop = "" } = options;
  const { phases = `epochs: ${epochs}` } = options;
  const { optimizer = "optimizer: adamw(learning_rate: 1e-2)\n  schedule: cosine(warmup: 5)" } = options;
  const file = join(folder, "model.fuse");
  writeFileSync(
    file,
    `category Sign = ["plus", "minus"]

model Tiny {
  input word:   text(words: 3, vocabulary: 20)
  input number: vector(3)

  said  = word |> embed(8) |> mean(over: word) |> dense(8, relu)
  seen  = number |> dense(8, relu) |> batch_norm
  joint = concat(said, seen) |> dense(16, relu) |> dropout(0.2)

  output sign: Sign = joint |> classify(Sign)
}

data Rows {
  from:   "rows.csv"
  word    = column("word") |> lowercase
  number  = column("number")
  sign    = column("sign")
  split:  column("split")
}

train Tiny on Rows {
  minimise: cross_entropy(sign)
  ${optimizer}
  ${phases}
  batch:  32
  seed:   3
  ${stop}
}
`,
  );
  writeFileSync(join(folder, "rows.csv"), table(rows));
  return file;
}

const WORDS = ["yes", "sure", "fine", "no", "never", "bad"];

/** Deterministic; the last two tenths are validation and test. */
export function table(rows: number, seed = 1): string {
  const draw = createDraw(seed, ":test rows");
  const lines = ["word,number,sign,split"];
  for (let row = 0; row < rows; row++) {
    const word = draw(WORDS.length);
    const numbers = [0, 1, 2].map(() => draw(2000) / 1000 - 1);
    const sign = word < WORDS.length / 2 === numbers[0]! > 0 ? "plus" : "minus";
    const split = row < rows * 0.8 ? "train" : row < rows * 0.9 ? "validation" : "test";
    lines.push(`${WORDS[word]},${numbers.join(" ")},${sign},${split}`);
  }
  return `${lines.join("\n")}\n`;
}
