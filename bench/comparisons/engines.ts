import { fileURLToPath } from "node:url";
import { type Child, script, startChild, warmedUp } from "../child.ts";
import { ratioOf, takeTurns } from "../measure.ts";
import { copyModel } from "../models.ts";
import type { Comparison } from "../report.ts";

/** Seconds of a turn, and turns of each engine. */
const TURN = 1.5;
const ROUNDS = 7;

/** The share of TensorFlow's speed that ONNX Runtime must reach. */
const SHARE = 0.4;

const steps = fileURLToPath(new URL("../fusewire/steps.ts", import.meta.url));

/** Training steps of the emoji model in ONNX Runtime beside those in TensorFlow. */
export const engines: Comparison = async (say) => {
  const copy = copyModel("emoji");
  const children: Child[] = [];
  try {
    const start = async (engine: "tensorflow" | "onnx") => {
      say(`emoji: starting ${engine}`);
      const child = await startChild(script(steps, copy.file, "stepwise", engine));
      children.push(child);
      return warmedUp(child.facts.library, child, TURN);
    };
    const tensorflow = await start("tensorflow");
    const onnx = await start("onnx");
    say(`emoji: ${ROUNDS} rounds`);
    const times = await takeTurns([tensorflow, onnx], ROUNDS);
    const what = `emoji: a training step in ${onnx.name} takes … times as long as in ${tensorflow.name}`;
    const bar = { kind: "at most", value: 1 / SHARE } as const;
    return { rows: [{ what, ratio: ratioOf(times, onnx, tensorflow), bar }], notes: [] };
  } finally {
    for (const child of children) child.end();
    copy.remove();
  }
};
