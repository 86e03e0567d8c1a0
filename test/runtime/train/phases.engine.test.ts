import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initialValues } from "../../../runtime/model/initial-values.ts";
import { readCheckpoint } from "../../../runtime/run/checkpoint.ts";
import { openRun } from "../../../runtime/run/open-run.ts";
import type { TrainEvent } from "../../../runtime/train/events.ts";
import { resume, train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeProject } from "./kit/project.ts";

const phases = (first: number, second: number) => `phase encoder {
    moves:  said
    epochs: ${first}
    schedule: constant
  }
  phase rest {
    freezes: said
    epochs:  ${second}
  }`;

type Epoch = Extract<TrainEvent, { kind: "epoch" }>;

async function trained(file: string, out: string, stopAfter = Number.POSITIVE_INFINITY) {
  const epochs: Epoch[] = [];
  const controller = new AbortController();
  const result = await train(file, {
    out,
    signal: controller.signal,
    checkpointEvery: 0,
    onEvent(event) {
      if (event.kind !== "epoch") return;
      epochs.push(event);
      if (event.epoch >= stopAfter) controller.abort();
    },
  });
  return { result, epochs };
}

/** What a run's folder holds. */
function heldBy(run: string) {
  const { layout, compiled } = openRun(run);
  const [last, best] = [layout.last, layout.best].map((path) => readCheckpoint(path, compiled.variables));
  return { last: last!, best: best!, compiled };
}

describe("a training in phases", () => {
  const folder = temporaryFolder();
  const file = writeProject(folder, { phases: phases(3, 2) });

  it("moves in each phase what it says, tells the phase, and goes on from the best epoch before", async () => {
    const { result, epochs } = await trained(file, join(folder, "whole"));
    expect(result).toMatchObject({ ending: "finished", epochs: 5 });
    expect(epochs.map(({ epoch, phase }) => `${epoch} ${phase}`)).toEqual([
      "1 encoder",
      "2 encoder",
      "3 encoder",
      "4 rest",
      "5 rest",
    ]);
    expect(result.best!.epoch).toBeGreaterThan(3);
    const { last, best, compiled } = heldBy(result.run);
    expect(last.state.leg).toEqual({ number: 1, after: 3 });
    expect(best.state.epoch).toBe(result.best!.epoch);
    const beginning = initialValues(compiled.variables, { seed: 3, horizon: 0 });
    for (const { name, role } of compiled.variables) {
      if (role !== "weight") continue;
      const moved = !last.values.get(name)!.data.every((value, i) => value === beginning.get(name)!.data[i]);
      expect([name, moved]).toEqual([name, true]);
    }
    // The optimizer remembers nothing of the phase before.
    expect(last.values.get("said/dense/kernel/m")!.data.every((value) => value === 0)).toBe(true);
    expect([...last.values.get("counter/began")!.data, ...last.values.get("counter/horizon")!.data]).toEqual([
      18, 12,
    ]);
    const lines = readFileSync(join(result.run, "metrics.jsonl"), "utf8").trim().split("\n");
    expect(JSON.parse(lines[0]!)).toMatchObject({ step: 1, phase: "encoder" });
  });

  it("leaves still in a phase what it does not move, and ends with the same bits when interrupted", async () => {
    const own = temporaryFolder();
    const long = writeProject(own, { phases: phases(80, 60) });
    const whole = heldBy((await trained(long, join(own, "whole"))).result.run);
    for (const epoch of [2, 79]) {
      const { result } = await trained(long, join(own, `part-${epoch}`), epoch);
      expect(result.ending).toBe("interrupted");
      if (epoch === 2) {
        const { last, compiled } = heldBy(result.run);
        expect(last.state.leg).toEqual({ number: 0, after: 0 });
        const beginning = initialValues(compiled.variables, { seed: 3, horizon: 0 });
        const still = compiled.variables.filter(({ name }) => /^(seen|joint|sign)\//.test(name));
        expect(still.some(({ role }) => role === "statistic")).toBe(true);
        for (const { name } of still) expect(last.values.get(name)!.data).toEqual(beginning.get(name)!.data);
      }
      await resume(result.run);
      const { last, best } = heldBy(result.run);
      expect(last.values).toEqual(whole.last.values);
      expect(best.values).toEqual(whole.best.values);
    }
  });

  it("lets each phase stop early, and gives each the epochs that are asked for", async () => {
    const own = temporaryFolder();
    const stalling = phases(3, 2).replace(
      "schedule: constant",
      "optimizer: sgd(1e-9)\n    stop: stalls(train.accuracy, for: 1)",
    );
    const { epochs, result } = await trained(writeProject(own, { phases: stalling }), join(own, "stalled"));
    expect(epochs.filter(({ phase }) => phase === "encoder").length).toBeLessThan(3);
    expect(result.ending).toBe("finished");
    const short = await train(file, { out: join(folder, "short"), epochs: 1 });
    expect(short.epochs).toBe(2);
  });
});
