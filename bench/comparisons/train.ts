import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { train } from "../../runtime/train/train.ts";
import { script, startChild } from "../child.ts";
import { type Contestant, ratioOf, takeTurns } from "../measure.ts";
import { copyModel, MODELS, type ModelName } from "../models.ts";
import type { Comparison, Row } from "../report.ts";
import { writeTable } from "../tables.ts";

const ROUNDS = 5;

/** Rows of the table and how often it is gone through: some seconds, in which checkpoints fall due. */
const SIZES = { emoji: { rows: 1280, epochs: 12 }, gated: { rows: 6400, epochs: 80 } };

const steps = fileURLToPath(new URL("../fusewire/steps.ts", import.meta.url));

/** Whole training beside bare calls of the same graph. Both begin in a new process each time. */
export const training: Comparison = async (say) => {
  const rows: Row[] = [];
  for (const name of MODELS) rows.push(await compareModel(name, say));
  return { rows, notes: [] };
};

async function compareModel(model: ModelName, say: (line: string) => void): Promise<Row> {
  const { rows, epochs } = SIZES[model];
  const copy = copyModel(model);
  try {
    await writeTable(model, copy.folder, rows);
    let taken = 0;
    const whole: Contestant = {
      name: "train",
      async turn() {
        const out = join(copy.folder, "run");
        rmSync(out, { recursive: true, force: true });
        const { seconds, steps } = await train(copy.file, { out, epochs, onEvent: () => {} });
        taken = steps;
        return seconds / steps;
      },
    };
    const bare: Contestant = {
      name: "calls",
      async turn() {
        const child = await startChild(script(steps, copy.file, "gathered"));
        const seconds = await child.take(taken);
        child.end();
        return seconds / taken;
      },
    };
    say(`${model}: whole training and bare calls, ${ROUNDS} rounds`);
    await whole.turn();
    const times = await takeTurns([whole, bare], ROUNDS);
    return {
      what: `${model}: whole training, with feeding, progress and checkpoints, takes … times as long as bare calls of its graph`,
      ratio: ratioOf(times, whole, bare),
      bar: { kind: "at most", value: 1.1 },
    };
  } finally {
    copy.remove();
  }
}
