import { LARGEST_GRAPH, writeServingModel } from "../../../compiler/targets/tensorflow/serving.ts";
import { failure } from "../../failure.ts";
import { recordFacts } from "../record-facts.ts";
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
    const records = recordFacts(subject.compiled, fitted);
    return new Map<string, string | Uint8Array>([
      ["saved_model.pb", graph],
      ["assets.extra/records.json", `${JSON.stringify(records, null, 2)}\n`],
    ]);
  },
};
