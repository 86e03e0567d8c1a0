import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, script, startChild, warmedUp } from "../child.ts";
import { type Contestant, ratioOf, takeTurns } from "../measure.ts";
import { copyModel, PREDICTED, type PredictedName } from "../models.ts";
import type { Comparison, Findings, Row } from "../report.ts";

/** Seconds of a turn, and turns of each. */
const TURN = 0.5;
const ROUNDS = 7;
const BATCHES = [1, 32, 256];

const path = (below: string) => fileURLToPath(new URL(below, import.meta.url));
const threads = `${availableParallelism()}`;

/** What one batch takes in ONNX Runtime from our export, beside what else we write, and what PyTorch and Keras give. */
export const predicting: Comparison = async (say) => {
  const found: Findings[] = [];
  for (const model of PREDICTED) {
    for (const batch of BATCHES) found.push(await compareBatch(model, batch, say));
  }
  return { rows: found.flatMap(({ rows }) => rows), notes: found.flatMap(({ notes }) => notes) };
};

async function compareBatch(
  model: PredictedName,
  batch: number,
  say: (line: string) => void,
): Promise<Findings> {
  const copy = copyModel(model);
  const children: Child[] = [];
  const notes: string[] = [];
  const predictions = (engine: string, file: string) =>
    script(path("../fusewire/predictions.ts"), engine, file, `${batch}`, threads);
  const start = async (name: string, command: readonly string[]): Promise<Contestant> => {
    const child = await startChild(command);
    children.push(child);
    return warmedUp(name, child, TURN);
  };
  try {
    say(`${model}, ${batch} at a time: starting`);
    const ours = await start("ONNX Runtime", predictions("onnx", copy.file));
    const ourOthers = [
      await start("our TensorFlow graph", predictions("tensorflow", copy.file)),
      await start("the generated TypeScript", predictions("generated", copy.file)),
    ];

    const others: Contestant[] = [];
    const python = process.env.FUSEWIRE_PYTHON;
    const inPython = (framework: string, ...rest: readonly string[]) => [
      python!,
      path("../python/bench.py"),
      framework,
      model,
      threads,
      `${batch}`,
      ...rest,
    ];
    const exported = join(copy.folder, "torch.onnx");
    const offered: Readonly<Record<string, () => readonly string[]>> =
      python === undefined
        ? {}
        : {
            [TORCH_EXPORT]() {
              const [command, ...words] = inPython("torch-export", exported);
              execFileSync(command!, words, { stdio: "pipe" });
              return predictions("file", exported);
            },
            "PyTorch, eager": () => inPython("torch-predict"),
            "Keras, `predict_on_batch`": () => inPython("keras-predict"),
          };
    for (const [name, command] of Object.entries(offered)) {
      try {
        others.push(await start(name, command()));
      } catch (error) {
        const last = (error as Error).message.trim().split("\n").at(-1);
        notes.push(`${name} did not run on the ${model} model: ${last}`);
      }
    }

    say(`${model}, ${batch} at a time: ${ROUNDS} rounds`);
    const times = await takeTurns([ours, ...ourOthers, ...others], ROUNDS);
    const rows = [...ourOthers, ...others].map(
      (contestant): Row => ({
        what: `${model}: predicting ${batch} at a time in ${contestant.name} takes … times as long as in ONNX Runtime from our export`,
        ratio: ratioOf(times, contestant, ours),
        ...(contestant.name === TORCH_EXPORT && { bar: { kind: "at least", value: 1 } }),
      }),
    );
    return { rows, notes };
  } finally {
    for (const child of children) child.end();
    copy.remove();
  }
}

const TORCH_EXPORT = "ONNX Runtime from PyTorch's export";
