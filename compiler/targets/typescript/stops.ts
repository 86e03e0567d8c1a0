import type { ModelInterface } from "../../plan/interface.ts";
import type { EarlyStopping } from "../../plan/train-plan.ts";

/** What training is judged by: what is minimised, a term of it, or something of an output. */
type StopMeasure =
  | { readonly better: "lower" }
  | { readonly better: "lower"; readonly term: string }
  | (OutputMeasure & { readonly output: string });

interface OutputMeasure {
  readonly better: "lower" | "higher";
  /** Its mean over rows, of what an output gives and its targets; of a root, what it is of. */
  of(given: string, target: string): string;
}

const accuracy: OutputMeasure = {
  better: "higher",
  of: (given, target) => `${given}.argMax(1).equal(${target}).toFloat().mean()`,
};

/** Metrics that are means over rows, by kind of output. */
const MEASURES: Readonly<Record<string, Readonly<Record<string, OutputMeasure>>>> = {
  category: {
    accuracy,
    log_loss: {
      better: "lower",
      of: (given, target) =>
        `tf.oneHot(${target}, ${given}.shape[1] ?? 1).toFloat().mul(${given}).sum(1).log().neg().mean()`,
    },
  },
  number: {
    mae: { better: "lower", of: (given, target) => `${given}.sub(${target}).abs().mean()` },
    rmse: { better: "lower", of: (given, target) => `${given}.sub(${target}).square().mean()` },
  },
};

/** How a project measures a metric; undefined where it does not. */
export function stopMeasure(
  { outputs }: Pick<ModelInterface, "outputs">,
  metric: string,
  split: EarlyStopping["split"],
): StopMeasure | undefined {
  if (metric === "loss") return { better: "lower" };
  // Of the rows that are trained on, only the loss is known.
  if (split === "train") return undefined;
  if (metric.startsWith("loss.")) return { better: "lower", term: metric.slice("loss.".length) };
  const at = metric.lastIndexOf(".");
  const [owner, name] = [metric.slice(0, Math.max(at, 0)), metric.slice(at + 1)];
  const output = at < 0 && outputs.length === 1 ? outputs[0] : outputs.find((one) => one.name === owner);
  const measure = output && MEASURES[output.kind]?.[name];
  return measure && { ...measure, output: output.name };
}
