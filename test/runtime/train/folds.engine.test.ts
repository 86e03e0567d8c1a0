import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import type { TrainEvent } from "../../../runtime/train/events.ts";
import { foldsOf } from "../../../runtime/train/legs.ts";
import { resume, train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { table } from "./kit/project.ts";

/** A model over two paths that learns from predictions out of folds. */
function writeProject(folder: string, { rows = table(60), epochs = 2 } = {}): string {
  const file = join(folder, "stacked.fuse");
  writeFileSync(
    file,
    `category Sign = ["plus", "minus"]

model Stacked {
  input word:   text(words: 3, vocabulary: 20)
  input number: vector(3)

  said = word |> embed(4) |> mean(over: word) |> classify(Sign)
  seen = number |> dense(4) |> batch_norm |> relu |> classify(Sign)
  output sign: Sign = stacking(said, seen)
}

data Rows {
  from:   "rows.csv"
  word    = column("word")
  number  = column("number")
  sign    = column("sign")
  split:  column("split")
}

train Stacked on Rows {
  minimise {
    said = cross_entropy(said, target: sign)
    seen = cross_entropy(seen, target: sign)
    sign = cross_entropy(sign)
  }
  optimizer: adamw(learning_rate: 1e-2)
  batch: 16

  phase paths {
    minimise: [said, seen]
    epochs: ${epochs}
    folds: 3
  }
  phase meta {
    out_of_fold: [said, seen]
    minimise: sign
    epochs: ${epochs}
  }
}
`,
  );
  writeFileSync(join(folder, "rows.csv"), rows);
  return file;
}

const valuesOf = (run: string) => readSafetensors(join(run, "last.safetensors")).tensors;
const row = (values: ReturnType<typeof valuesOf>, number: number) => {
  const { data } = values.get("out_of_fold/seen")!;
  return [...data.slice(2 * number, 2 * number + 2)];
};

describe("training on folds", () => {
  it("predicts every row by weights that have not learned from it", async () => {
    const rows = table(60);
    const lines = rows.split("\n");
    // The label of the eighth training row is another.
    const changed = lines.with(
      8,
      lines[8]!.includes("plus") ? lines[8]!.replace("plus", "minus") : lines[8]!.replace("minus", "plus"),
    );
    const runs = [];
    const told: TrainEvent[] = [];
    for (const text of [rows, changed.join("\n")]) {
      const folder = temporaryFolder();
      const file = writeProject(folder, { rows: text });
      runs.push(await train(file, { out: join(folder, "run"), onEvent: (event) => void told.push(event) }));
    }
    const [own, other] = runs.map(({ run }) => valuesOf(run));
    expect(own!.get("out_of_fold/seen")!.shape).toEqual([48, 2]);
    const ofFold = foldsOf(48, 3, 0)
      .map(({ left }) => [...left])
      .find((left) => left.includes(7))!;
    for (let number = 0; number < 48; number++) {
      const same = row(own!, number).every((value, i) => value === row(other!, number)[i]);
      expect([number, same]).toEqual([number, ofFold.includes(number)]);
    }
    // In the end the paths have learned from all rows, and the model over them from what was kept.
    const differ = (name: string) =>
      own!.get(name)!.data.some((value, i) => value !== other!.get(name)!.data[i]);
    expect(
      ["seen/dense/kernel", "sign/stacking/out_kernel"].filter((name) => own!.has(name)).every(differ),
    ).toBe(true);
    const rounds = told.flatMap((event) =>
      event.kind === "epoch" ? [`${event.epoch} ${event.phase} ${event.fold ?? "all"}`] : [],
    );
    expect(rounds.slice(0, 10)).toEqual([
      "1 paths 1",
      "2 paths 1",
      "3 paths 2",
      "4 paths 2",
      "5 paths 3",
      "6 paths 3",
      "7 paths all",
      "8 paths all",
      "9 meta all",
      "10 meta all",
    ]);
  });

  it("ends with the same bits when interrupted", async () => {
    const folder = temporaryFolder();
    const file = writeProject(folder, { epochs: 60 });
    const whole = await train(file, { out: join(folder, "whole") });
    for (const epoch of [70, 200]) {
      const controller = new AbortController();
      const part = await train(file, {
        out: join(folder, `part-${epoch}`),
        signal: controller.signal,
        onEvent: (event) => event.kind === "epoch" && event.epoch === epoch && controller.abort(),
      });
      expect(part.ending).toBe("interrupted");
      await resume(part.run);
      expect(valuesOf(part.run)).toEqual(valuesOf(whole.run));
      const metrics = (run: string) => readFileSync(join(run, "metrics.jsonl"), "utf8");
      expect(metrics(part.run)).toBe(metrics(whole.run));
    }
  });
});
