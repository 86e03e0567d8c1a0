import type { Variable } from "../../compiler/graph/graph.ts";
import type { FitRule } from "../../compiler/plan/interface.ts";
import type { Split } from "../data/dataset.ts";
import type { FeedRows } from "../data/feeds.ts";
import type { StoredTensor } from "../files/safetensors.ts";

/** What each rule makes of targets, a number for each of so many labels. */
const RULES: Readonly<Record<FitRule, (targets: FeedRows, labels: number) => Float32Array>> = {
  class_weights({ data }, labels) {
    const counts = new Array<number>(labels).fill(0);
    for (const label of data) counts[label]!++;
    const occurring = counts.filter((count) => count > 0).length;
    return Float32Array.from(counts, (count) => (count === 0 ? 1 : data.length / (occurring * count)));
  },
  positive_weights({ data }, labels) {
    const rows = data.length / labels;
    return Float32Array.from({ length: labels }, (_, label) => {
      let there = 0;
      for (let row = 0; row < rows; row++) there += data[row * labels + label]!;
      return there === 0 || there === rows ? 1 : (rows - there) / there;
    });
  },
};

/** The values of variables that start from the targets of the training rows. */
export function fittedValues(variables: readonly Variable[], train: Split): Map<string, StoredTensor> {
  return new Map(
    variables.flatMap(({ name, shape, fitted }): [string, StoredTensor][] => {
      if (fitted === undefined) return [];
      const targets = train.feeds.find((feed) => feed.name === fitted.output);
      if (targets === undefined) throw new Error(`nothing is fed for ${fitted.output}`);
      const [labels] = shape as readonly number[];
      const data = RULES[fitted.rule as FitRule](targets, labels!);
      return [[name, { shape: [labels!], data }]];
    }),
  );
}
