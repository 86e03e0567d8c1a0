import { fileURLToPath } from "node:url";
import { type Child, script, startChild, warmedUp } from "../child.ts";
import { type Contestant, ratioOf, takeTurns } from "../measure.ts";
import { copyModel, MODELS, type ModelName } from "../models.ts";
import type { Comparison, Findings, Row } from "../report.ts";
import type { Facts } from "../serve.ts";

/** Seconds of a turn, and turns of each framework. */
const TURN = 1.5;
const ROUNDS = 7;

/** How much faster than tfjs training must be. */
const TFJS_BARS = { emoji: 2, gated: 10 };

const PYTHON = {
  keras: "Keras `fit`",
  "keras-jit": "Keras `fit`, `jit_compile`",
  torch: "PyTorch, eager",
  "torch-compile": "PyTorch, `torch.compile`",
  jax: "JAX, `jit`",
};

const path = (below: string) => fileURLToPath(new URL(below, import.meta.url));

/** Training steps of the compiled graph beside those of the same models in other frameworks, on equally many threads. */
export const frameworks: Comparison = async (say) => {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const name of MODELS) {
    const found = await compareModel(name, say);
    rows.push(...found.rows);
    notes.push(...found.notes);
  }
  return { rows, notes };
};

async function compareModel(model: ModelName, say: (line: string) => void): Promise<Findings> {
  const copy = copyModel(model);
  const children: Child[] = [];
  const notes: string[] = [];
  const start = async (command: readonly string[], env = {}) => {
    const child = await startChild(command, env);
    children.push(child);
    return child;
  };
  try {
    say(`${model}: starting the compiled graph and tfjs`);
    const ours = await start(script(path("../fusewire/steps.ts"), copy.file));
    const fusewire = await warmedUp("Fusewire", ours, TURN);
    const fit = await start(script(path("../tfjs/fit.mjs"), model, `${ours.facts.batch}`));
    requireSame(ours.facts, fit.facts, "tfjs");
    const tfjs = await warmedUp("tfjs `fit`", fit, TURN);

    const inPython: Contestant[] = [];
    const python = process.env.FUSEWIRE_PYTHON;
    for (const [framework, title] of Object.entries(python === undefined ? {} : PYTHON)) {
      say(`${model}: starting ${framework}`);
      const command = [python!, path("../python/bench.py"), framework, model, `${ours.facts.threads}`];
      const child = await start(command).catch((error: Error) => error);
      if (child instanceof Error) {
        notes.push(`${title} did not run on the ${model} model: ${child.message.split("\n").at(-1)}`);
        continue;
      }
      requireSame(ours.facts, child.facts, framework);
      inPython.push(await warmedUp(`${title} (${child.facts.library})`, child, TURN));
    }

    say(`${model}: ${ROUNDS} rounds of ${2 + inPython.length} frameworks`);
    const times = await takeTurns([fusewire, tfjs, ...inPython], ROUNDS);
    const row = (contestant: Contestant): Row => ({
      what: `${model}: a training step in ${contestant.name} takes … times as long as in Fusewire`,
      ratio: ratioOf(times, contestant, fusewire),
    });
    const rows: Row[] = [
      { ...row(tfjs), bar: { kind: "at least", value: TFJS_BARS[model] } },
      ...inPython.map(row),
    ];
    if (inPython.length > 0) {
      const fastest = rows.reduce((a, b) => (b.ratio.best < a.ratio.best ? b : a));
      const ahead = fastest.ratio.best >= 1 ? "Fusewire" : [tfjs, ...inPython][rows.indexOf(fastest)]!.name;
      notes.push(`The fastest on the ${model} model is ${ahead}.`);
    }
    return { rows, notes };
  } finally {
    for (const child of children) child.end();
    copy.remove();
  }
}

/** A comparison means something only between models of one size, on batches of one size and equally many threads. */
function requireSame(ours: Facts, theirs: Facts, name: string): void {
  const compared = ({ batch, parameters, threads }: Facts) => JSON.stringify({ batch, parameters, threads });
  if (compared(ours) !== compared(theirs)) {
    throw new Error(`${name} trains another model: ${compared(theirs)}, not ${compared(ours)}`);
  }
}
