import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "../../runtime/build/build.ts";
import { exportOnnx } from "../../runtime/build/export.ts";
import { browser } from "../../runtime/build/targets/browser.ts";
import { savedModel } from "../../runtime/build/targets/savedmodel.ts";
import { typescript } from "../../runtime/build/targets/typescript.ts";
import { train } from "../../runtime/train/train.ts";
import { ratioOf, takeTurns } from "../measure.ts";
import { copyModel } from "../models.ts";
import { processOf } from "../process.ts";
import type { Comparison } from "../report.ts";
import { writeTable } from "../tables.ts";

const ROUNDS = 15;

const answer = fileURLToPath(new URL("../fusewire/first-answer.mjs", import.meta.url));

/** A first prediction from a cold start beside an empty process, and the sizes of what is built. */
export const starting: Comparison = async (say) => {
  const copy = copyModel("emoji");
  try {
    say("emoji: training for one epoch");
    await writeTable("emoji", copy.folder, 64);
    const run = join(copy.folder, "run");
    await train(copy.file, { out: run, epochs: 1, onEvent: () => {} });
    const record = join(copy.folder, "record.json");
    writeFileSync(record, JSON.stringify({ name: "word1 word2", picture: "picture-0.png" }));
    const first = processOf("first answer", [answer, run, record]);
    const empty = processOf("empty", ["--eval", ""]);
    say(`emoji: first answers, ${ROUNDS} rounds`);
    const times = await takeTurns([first, empty], ROUNDS);
    const seconds = Math.min(...times.get(first)!).toFixed(2);

    const sizes: string[] = [];
    const { bytes } = exportOnnx(run, { out: join(copy.folder, "emoji.onnx") });
    sizes.push(`${kilobytes(bytes)} as one ONNX file`);
    for (const target of [savedModel, typescript, browser]) {
      const out = join(copy.folder, target.name);
      await build(run, target, { out });
      sizes.push(`${kilobytes(sizeOf(out))} as ${target.name}`);
    }
    return {
      rows: [
        {
          what: "loading the emoji model and predicting one record takes … times as long as an empty Node process",
          ratio: ratioOf(times, first, empty),
          bar: { kind: "at most", value: 8 },
        },
      ],
      notes: [
        `The first answer is there after ${seconds} s at best.`,
        `With its weights the model has ${sizes.join(", ")}.`,
      ],
    };
  } finally {
    copy.remove();
  }
};

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
