import type { AnyOutputKind, Metric } from "../outputs/define.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import type { OutputSpec } from "./interface.ts";

const kinds: readonly AnyOutputKind[] = Object.values(outputKinds);

/** All metrics by name, in the order in which they are shown; outputs of several kinds may have one of a name. */
export const METRICS: Readonly<Record<string, Metric>> = {
  loss: { better: "lower", summary: "mean of what is minimised" },
  // Where kinds word one differently, as the first says it.
  ...Object.assign({}, ...kinds.map(({ metrics }) => metrics), kinds[0]?.metrics),
};

/** The metric that is meant by `<name>`, `<output>.<name>` or, of a term, `loss.<name>`. */
export const metricCalled = (name: string): Metric | undefined =>
  name.startsWith("loss.")
    ? METRICS.loss
    : Object.hasOwn(METRICS, baseName(name))
      ? METRICS[baseName(name)]
      : undefined;

const baseName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** The metrics that say something of an output, by name. */
export const metricsOfOutput = (output: OutputSpec): readonly string[] =>
  Object.entries<Metric>(outputKinds[output.kind].metrics).flatMap(([name, { beyond = 0 }]) =>
    "category" in output && output.category.labels.length <= beyond ? [] : [name],
  );
