import type { Variable } from "../../compiler/graph/graph.ts";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { FitRule } from "../../compiler/plan/interface.ts";
import type { Split } from "../data/dataset.ts";
import type { FeedRows } from "../data/feeds.ts";
import type { StoredTensor } from "../files/safetensors.ts";

/** What each rule makes of targets, a number for each of so many labels, or of the numbers of a target. */
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
  target_mean: ({ data }, size) => spread(data, size).mean,
  target_deviation: ({ data }, size) => spread(data, size).deviation,
};

/** The mean of each of `size` numbers of targets, and their standard deviation, 1 where all are equal. */
function spread(data: FeedRows["data"], size: number) {
  const rows = data.length / size;
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const [i, value] of data.entries()) mean[i % size]! += value / rows;
  for (const [i, value] of data.entries()) squares[i % size]! += (value - mean[i % size]!) ** 2 / rows;
  return {
    mean: Float32Array.from(mean),
    deviation: Float32Array.from(squares, (one) => Math.sqrt(one) || 1),
  };
}

/** That some labels cannot be balanced: no training row has them. */
export function unbalanced(
  { variables, interface: { outputs } }: Pick<CompiledModel, "variables" | "interface">,
  train: Pick<Split, "feeds">,
): string[] {
  const balanced = new Set(variables.flatMap(({ fitted }) => fitted?.output ?? []));
  return outputs.flatMap((output) => {
    if (!balanced.has(output.name) || !("category" in output)) return [];
    const { data } = targetsOf(train, output.name);
    const { labels } = output.category;
    const occurs = (label: number) =>
      output.kind === "set"
        ? data.some((there, i) => there === 1 && i % labels.length === label)
        : data.some((one) => one === label);
    const missing = labels.filter((_, label) => !occurs(label));
    if (missing.length === 0) return [];
    const told = missing.slice(0, TOLD).map((label) => JSON.stringify(label));
    const more = missing.length > TOLD ? ` and ${missing.length - TOLD} more` : "";
    return [
      `no training row of ${output.name} has ${told.join(", ")}${more}, so that what is balanced leaves it at 1`,
    ];
  });
}

/** Labels that are named in a warning. */
const TOLD = 5;

function targetsOf(train: Pick<Split, "feeds">, output: string): FeedRows {
  const targets = train.feeds.find((feed) => feed.name === output);
  if (targets === undefined) throw new Error(`nothing is fed for ${output}`);
  return targets;
}

/** The values of variables that start from the targets of the training rows. */
export function fittedValues(
  variables: readonly Variable[],
  train: Pick<Split, "feeds">,
): Map<string, StoredTensor> {
  return new Map(
    variables.flatMap(({ name, shape, fitted }): [string, StoredTensor][] => {
      if (fitted === undefined) return [];
      const targets = targetsOf(train, fitted.output);
      const [labels] = shape as readonly number[];
      const data = RULES[fitted.rule as FitRule](targets, labels!);
      return [[name, { shape: [labels!], data }]];
    }),
  );
}
