import type { InputSpec } from "../../../compiler/plan/interface.ts";
import { listNames } from "../../../diagnostics/suggest.ts";
import { failure } from "../../failure.ts";
import type { Encoder } from "./define.ts";
import { graph } from "./graph.ts";
import { numbers } from "./numbers.ts";
import { tabular } from "./tabular.ts";
import { text } from "./text.ts";

/** The encoders of modalities that need nothing of the machine: these run in a page as well. */
export const PORTABLE: Readonly<Record<string, Encoder>> = {
  text,
  vector: numbers,
  series: numbers,
  audio: numbers,
  video: numbers,
  points: numbers,
  volume: numbers,
  tabular,
  graph,
};

/** Finds the encoder of an input. Throws RuntimeFailure `modality-unsupported`. */
export type EncoderOf = (input: Pick<InputSpec, "name" | "modality" | "span">) => Encoder;

/** Finds encoders in a table of modalities. */
export function encodersIn(table: Readonly<Record<string, Encoder>>): EncoderOf {
  return ({ name, modality, span }) => {
    const encoder = table[modality];
    if (encoder !== undefined) return encoder;
    throw failure(
      "modality-unsupported",
      {
        message: `records with ${modality}, such as ${name}, cannot be read yet`,
        help: `Use ${listNames(Object.keys(table))}.`,
      },
      { span },
    );
  };
}
