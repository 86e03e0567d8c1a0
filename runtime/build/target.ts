import { failure } from "../failure.ts";
import type { Files } from "../files/folder.ts";
import type { Subject, Trained } from "./subject.ts";

/** A form in which a model is written for others to use. `O` is what may be chosen about it. */
export interface Target<O extends object = object> {
  readonly name: string;
  /** What is written, in a phrase. */
  readonly summary: string;
  /** All files of the folder. Throws RuntimeFailure for what it cannot express. */
  files(subject: Subject, options: O): Files | Promise<Files>;
}

/** What training has made of a model, for targets that are nothing without. */
export function trainedOf({ compiled, trained }: Subject, target: string): Trained {
  if (trained !== undefined) return trained;
  const { model } = compiled.interface;
  throw failure("not-trained", {
    message: `${target} holds the weights of a model, and the source of ${model} has none`,
    help: "Train it with `fusewire train`, and give the run's folder in place of the file.",
  });
}
