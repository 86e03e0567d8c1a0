import type { InputSpec } from "../../../compiler/plan/interface.ts";
import { listNames } from "../../../diagnostics/suggest.ts";
import { failure } from "../../failure.ts";
import type { Encoder } from "./define.ts";
import { graph } from "./graph.ts";
import { image } from "./image.ts";
import { numbers } from "./numbers.ts";
import { tabular } from "./tabular.ts";
import { text } from "./text.ts";

/** The encoder of each modality. */
const ENCODERS: Readonly<Record<string, Encoder>> = {
  text,
  image,
  vector: numbers,
  series: numbers,
  audio: numbers,
  video: numbers,
  points: numbers,
  volume: numbers,
  tabular,
  graph,
};

/** @throws RuntimeFailure `modality-unsupported` */
export function encoderOf({ name, modality, span }: Pick<InputSpec, "name" | "modality" | "span">): Encoder {
  const encoder = ENCODERS[modality];
  if (encoder !== undefined) return encoder;
  throw failure(
    "modality-unsupported",
    {
      message: `records with ${modality}, such as ${name}, cannot be read yet`,
      help: `Use ${listNames(Object.keys(ENCODERS))}.`,
    },
    { span },
  );
}
