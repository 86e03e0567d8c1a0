import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeProject } from "../../../../../compiler/targets/typescript/project.ts";
import { type Files, projectOf } from "./project.ts";

const CATEGORY = 'category Mood = ["glad", "sad"]\n';

const TRAINING = (model: string, fields: readonly string[]) => `
data Diary {
  from: "diary.csv"
${fields.map((field) => `  ${field} = column("${field}")`).join("\n")}
  split: column("split")
}
train ${model} on Diary {
  minimise: cross_entropy(mood)
  optimizer: adam(1e-3)
  clip: norm(1)
  epochs: 3
  batch: 16
  stop: stalls(validation.loss, for: 2)
}`;

const EARLY = `${CATEGORY}
/// How somebody feels, from what they write and how they move.
model Feeling {
  /// What somebody has written.
  input words: text(words: 12, vocabulary: 500)
  input steps: series(samples: 20, channels: 3)

  said = words |> embed(16) |> mean(over: word)
  gone = steps |> conv(8, stride: 2, activation: relu) |> mean(over: time)
  joint = concat(said, gone) |> dense(16, relu) |> dropout(0.3)

  output mood: Mood = joint |> classify(Mood)
}
${TRAINING("Feeling", ["words", "steps", "mood"])}`;

const ATTENTION = `use std.attention { CrossTransformer }

${CATEGORY}
/// What a text says, in the light of a recording.
model Heard {
  input phrase: text(words: 6, vocabulary: 50)
  optional input motion: series(samples: 10, channels: 3) @ 50 Hz

  both = phrase |> embed(8) |> CrossTransformer(motion, layers: 2, heads: 2, drop: 0.1)

  output mood: Mood = both |> mean(over: word) |> classify(Mood)
}
${TRAINING("Heard", ["phrase", "motion", "mood"])}`;

/** Three models as projects: the module's path and all files. */
export const PROJECTS: Readonly<Record<string, { readonly path: string; files(): Promise<Files> }>> = {
  "early-fusion": { path: "src/feeling.ts", files: () => projectOf(EARLY, "Feeling") },
  "cross-attention": { path: "src/heard.ts", files: () => projectOf(ATTENTION, "Heard") },
  emoji: {
    path: "src/emoji-group.ts",
    files() {
      const folder = join(import.meta.dirname, "../../../../../examples/emoji");
      const read = (path: string) => readFileSync(join(folder, path), "utf8");
      return writeProject("fused.fuse", read, "EmojiGroup", { tfjs: "web" });
    },
  },
};
