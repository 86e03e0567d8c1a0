import type { InputSpec, OutputSpec } from "../../../compiler/plan/interface.ts";
import { LARGEST_GRAPH, writeServingModel } from "../../../compiler/targets/tensorflow/serving.ts";
import { failure } from "../../failure.ts";
import { type Target, trainedOf } from "../target.ts";

/**
 * One SavedModel for TensorFlow Serving and Python: the predict program with the weights inside, under the signature
 * `serving_default`. `assets.extra/records.json` says how records become its inputs, and what its outputs are.
 */
export const savedModel: Target = {
  name: "savedmodel",
  summary: "a TensorFlow SavedModel with the weights inside, for TensorFlow Serving and Python",
  files(subject) {
    const { values, fitted } = trainedOf(subject, "a SavedModel");
    const { interface: face, predict } = subject.compiled;
    const bytes = [...values.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    if (bytes > LARGEST_GRAPH) {
      throw failure("target-limit", {
        message: `${face.model} has ${(bytes / 2 ** 30).toFixed(1)} GiB of weights, and a graph file holds less than 2`,
        help: "Serve it from the run's folder with the `load` function of the fusewire package.",
      });
    }
    const graph = writeServingModel(predict, values, subject.sources);
    const fields = subject.compiled.training?.data.fields ?? [];
    const records = {
      model: face.model,
      inputs: face.inputs.map((input) => inputFacts(input, fitted[input.name] ?? {}, fields)),
      outputs: face.outputs.map(outputFacts),
    };
    return new Map<string, string | Uint8Array>([
      ["saved_model.pb", graph],
      ["assets.extra/records.json", `${JSON.stringify(records, null, 2)}\n`],
    ]);
  },
};

type Fields = readonly { readonly name: string; readonly transforms: readonly string[] }[];

function inputFacts(input: InputSpec, fitted: object, fields: Fields) {
  const { name, documentation, modality, settings, parts, lengths, presence } = input;
  return {
    name,
    ...(documentation === undefined ? {} : { documentation }),
    modality,
    settings,
    transforms: fields.find((field) => field.name === name)?.transforms ?? [],
    tensors: parts.map(({ feed, dtype, shape }) => ({ name: feed, dtype, shape: [-1, ...shape] })),
    lengths: Object.values(lengths),
    ...(presence === undefined ? {} : { presence }),
    ...fitted,
  };
}

function outputFacts(output: OutputSpec) {
  const { name, documentation, kind } = output;
  return {
    name,
    ...(documentation === undefined ? {} : { documentation }),
    kind,
    ...("category" in output ? { labels: output.category.labels } : {}),
  };
}
