import { compile } from "../../../../compiler/compile.ts";
import type { Diagnostic } from "../../../../diagnostics/diagnostic.ts";
import type { MessageName } from "../../../../diagnostics/messages/index.ts";
import type { Source } from "../../../../diagnostics/source.ts";

/**
 * A source in which findings are made. Marks say where, in the order of `finds`; a mark whose name starts with `see`
 * is another place that some finding shows.
 */
export interface Case {
  readonly source: string;
  readonly finds: readonly MessageName[];
  /** Further files of the project. */
  readonly files?: Readonly<Record<string, string>>;
  /** Parts of the help that is given, in all. */
  readonly help?: readonly string[];
}

export type Cases = Readonly<Record<string, Case>>;

/** Everything found in a source file of that name, and in those that it imports. */
export function findingsIn(source: Source, files: Case["files"] = {}): readonly Diagnostic[] {
  return compile(source.file, readerOf({ ...files, [source.file]: source.text })).findings;
}

/** Reads the files of a record. */
export function readerOf(files: Readonly<Record<string, string>>) {
  const known = new Map(Object.entries(files));
  return (path: string) => known.get(path);
}

/** Statements of a model that has errors, with inputs of several kinds before them. */
export const inModel = (statements: string, before = "") => `category Mood = ["glad", "sad"]
category Tone = ["warm", "cold"]
${before}
model M {
  input x: vector(8)
  input words: text(words: 6, vocabulary: 100)
  input photo: image(8, 8, rgb)
  input voice: audio(1 s) @ 100 Hz
  optional input touch: vector(4)
  said = words |> embed(4)
  score = x |> classify(Mood)
  ${statements}
  output mood: Mood = score
}
`;

/** A sound model and its data, and a `train` declaration of those settings. */
export const inTrain = (
  settings: string,
  head = "train M on D",
  data = "",
) => `category Mood = ["glad", "sad"]
category Tone = ["warm", "cold"]
model M {
  input x: vector(8)
  hidden = x |> dense(4, relu)
  tone = hidden |> classify(Tone)
  output mood: Mood = hidden |> classify(Mood)
}
data D {
  from: "table.csv"
  x = column("x")
  mood = column("mood")
  split: column("split")
  ${data}
}
${head} {
  ${settings}
}
`;

/** The settings that a `train` declaration needs beside `minimise`. */
export const PLAN = `optimizer: adam
  epochs: 1
  batch: 8`;
