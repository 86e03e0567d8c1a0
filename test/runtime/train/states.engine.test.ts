import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../runtime/evaluate/evaluate-run.ts";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import type { TrainEvent } from "../../../runtime/train/events.ts";
import { resume, train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { table } from "./kit/project.ts";

const STATE = "sign/vote/accuracies";

/** A project whose vote is weighed by the validation split; without `validation`, its rows are test rows. */
function writeProject(folder: string, { validation = true } = {}): string {
  const file = join(folder, "votes.fuse");
  writeFileSync(
    file,
    `category Sign = ["plus", "minus"]

model Votes {
  input word:   text(words: 3, vocabulary: 20)
  input number: vector(3)

  output said: Sign = word |> embed(8) |> mean(over: word) |> classify(Sign)
  output seen: Sign = number |> dense(8, relu) |> classify(Sign)
  output sign: Sign = vote(said, seen, weight: validation)
}

data Rows {
  from:   "rows.csv"
  word    = column("word") |> lowercase
  number  = column("number")
  said    = column("sign")
  seen    = column("sign")
  sign    = column("sign")
  split:  column("split")
}

train Votes on Rows {
  minimise {
    said = cross_entropy(said)
    seen = cross_entropy(seen)
  }
  optimizer: adamw(learning_rate: 1e-2)
  epochs: 4
  batch:  32
  seed:   3
}
`,
  );
  const rows = table(240);
  writeFileSync(join(folder, "rows.csv"), validation ? rows : rows.replaceAll(",validation", ",test"));
  return file;
}

const valuesOf = (run: string, name = "last") => readSafetensors(join(run, `${name}.safetensors`)).tensors;

describe("states", () => {
  const folder = temporaryFolder();
  const file = writeProject(folder);

  it("hold how each path fares on the validation split, also in the best epoch's checkpoint", async () => {
    const { run } = await train(file, { out: join(folder, "measured") });
    for (const checkpoint of ["last", "best"] as const) {
      const { outputs } = await evaluate(run, { split: "validation", checkpoint });
      const [said, seen] = outputs.map((output) =>
        output.kind === "category" ? output.metrics.accuracy.value : undefined,
      );
      const { data } = valuesOf(run, checkpoint).get(STATE)!;
      expect(data[0]).toBeCloseTo(said!, 6);
      expect(data[1]).toBeCloseTo(seen!, 6);
      expect(data[0]).toBeLessThan(1);
    }
  });

  it("are the same bits in a run that was interrupted", async () => {
    const whole = await train(file, { out: join(folder, "whole"), epochs: 60 });
    const controller = new AbortController();
    const part = await train(file, {
      out: join(folder, "part"),
      epochs: 60,
      signal: controller.signal,
      onEvent: (event) => event.kind === "epoch" && event.epoch === 2 && controller.abort(),
    });
    expect(part.steps).toBeLessThan(whole.steps);
    await resume(part.run);
    expect(valuesOf(part.run)).toEqual(valuesOf(whole.run));
    expect(valuesOf(part.run, "best")).toEqual(valuesOf(whole.run, "best"));
  });

  it("stay equal where there are no validation rows, and the user is told", async () => {
    const events: TrainEvent[] = [];
    const own = temporaryFolder();
    const without = writeProject(own, { validation: false });
    const { run } = await train(without, {
      out: join(own, "run"),
      epochs: 1,
      onEvent: (event) => void events.push(event),
    });
    expect([...valuesOf(run).get(STATE)!.data]).toEqual([1, 1]);
    const notes = events.flatMap((event) => (event.kind === "note" ? [event.message] : []));
    expect(notes).toEqual([
      "Rows has no validation rows, by which some weights are to be set: they stay equal",
    ]);
  });
});
