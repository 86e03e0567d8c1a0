import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TrainingEngine } from "../../../runtime/train/engines.ts";
import type { TrainEvent } from "../../../runtime/train/events.ts";
import { resume, train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeProject } from "./kit/project.ts";

/** Losses of each epoch of a run, on training rows and on others. */
const lossesOf = (run: string): number[] =>
  readFileSync(join(run, "metrics.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { train?: { loss: number }; validation?: { loss: number } })
    .flatMap(({ train, validation }) => (train && validation ? [train.loss, validation.loss] : []));

const OTHER: Readonly<Record<TrainingEngine, TrainingEngine>> = { tensorflow: "onnx", onnx: "tensorflow" };

/** So many that an interruption is heard before they are over. */
const EPOCHS = 40;

describe("a run that goes on with another engine", () => {
  const file = writeProject(temporaryFolder(), {
    epochs: EPOCHS,
    rows: 960,
    optimizer: "optimizer: sgd(learning_rate: 1e-2)",
  });

  it.each(["tensorflow", "onnx"] as const)(
    "comes where it would have come, begun with %s",
    { timeout: 120_000 },
    async (engine) => {
      const whole = await train(file, { engine });
      const controller = new AbortController();
      const { run, ending } = await train(file, {
        engine,
        signal: controller.signal,
        onEvent: (event) => event.kind === "epoch" && event.epoch === 1 && controller.abort(),
      });
      expect(ending).toBe("interrupted");
      const told: TrainEvent[] = [];
      const resumed = await resume(run, { engine: OTHER[engine], onEvent: (event) => void told.push(event) });
      expect(resumed).toMatchObject({ ending: "finished", epochs: EPOCHS });

      const engines = JSON.parse(readFileSync(join(run, "engines.json"), "utf8")) as { backend: string }[];
      expect(engines.map(({ backend }) => backend)).toEqual([engine, OTHER[engine]]);
      expect(JSON.stringify(told)).toContain("the engine: ");
      expect(lossesOf(run)).toEqual(lossesOf(whole.run).map((loss) => expect.closeTo(loss, 3)));
    },
  );
});
