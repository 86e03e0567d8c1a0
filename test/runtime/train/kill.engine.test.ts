import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { isDraft } from "../../../runtime/files/atomic.ts";
import { decodeSafetensors, readSafetensors } from "../../../runtime/files/safetensors.ts";
import { train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeProject } from "./kit/project.ts";

const full = process.env.FUSEWIRE_FULL !== undefined;
const KILLS = full ? 10 : 2;
/** A run is killed so often before it may end. */
const KILLS_PER_RUN = full ? 5 : 2;
const EPOCHS = 300;
/** The encoders alone, one after another, then what joins them, then all. */
const PHASES = [
  ["words", "moves: said"],
  ["numbers", "moves: seen"],
  ["joint", "freezes: [said, seen]"],
  ["all", "stop: stalls(validation.loss, for: 40)"],
]
  .map(([name, settings]) => `phase ${name} {\n    ${settings}\n    epochs: ${EPOCHS / 4}\n  }`)
  .join("\n  ");
const child = join(import.meta.dirname, "kit/trainer-child.ts");

/** Trains in a group of processes, all of which are killed once the run has come so far. Whether it was killed. */
function trainUntil(words: readonly string[], step: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const group = spawn(process.execPath, ["--import", "tsx", child, ...words], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let killed = false;
    createInterface(group.stdout).on("line", (line) => {
      if (killed || (JSON.parse(line) as { step?: number }).step! < step) return;
      if ((JSON.parse(line) as { step?: number }).step === undefined) return;
      killed = true;
      process.kill(-group.pid!, "SIGKILL");
    });
    group.on("error", reject);
    group.on("close", (code) => {
      if (code === 0 || killed) resolve(killed);
      else reject(new Error(`training ended with exit code ${code}`));
    });
  });
}

/** Every file that has its name is whole. */
function expectWhole(run: string): void {
  for (const name of readdirSync(run)) {
    const path = join(run, name);
    if (name.endsWith(".json")) JSON.parse(readFileSync(path, "utf8"));
    if (name.endsWith(".safetensors")) decodeSafetensors(readFileSync(path), path);
  }
}

describe.each([
  { name: "a run", project: { epochs: EPOCHS } },
  { name: "a run in phases", project: { phases: PHASES } },
])("$name that is killed", ({ project }) => {
  it(`${KILLS} times at random steps always goes on, and ends with the bits of one in one go`, async () => {
    const folder = temporaryFolder();
    const file = writeProject(folder, project);
    const whole = join(folder, "whole");
    const { steps } = await train(file, { out: whole, checkpointEvery: 20 });
    const draw = createDraw(11, ":kills");

    let kills = 0;
    for (let number = 0; kills < KILLS; number++) {
      const run = join(folder, `killed-${number}`);
      let words: readonly string[] = [file, run];
      // Ascending, so that each kill meets a run that is still going on.
      const places = Array.from({ length: Math.min(KILLS_PER_RUN, KILLS - kills) }, () =>
        draw(Math.floor(steps * 0.8)),
      );
      for (const place of places.sort((a, b) => a - b)) {
        const killed = await trainUntil(words, place);
        expect(killed).toBe(true);
        kills++;
        expectWhole(run);
        words = ["--resume", run];
      }
      expect(await trainUntil(words, Number.POSITIVE_INFINITY)).toBe(false);
      expectWhole(run);
      expect(readdirSync(run).filter(isDraft)).toEqual([]);
      expect(existsSync(join(run, "lock"))).toBe(false);
      for (const name of ["best.safetensors", "last.safetensors"]) {
        const [a, b] = [readSafetensors(join(whole, name)), readSafetensors(join(run, name))];
        expect(b.tensors).toEqual(a.tensors);
      }
      expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).toBe(
        readFileSync(join(whole, "metrics.jsonl"), "utf8"),
      );
    }
    expect(kills).toBe(KILLS);
  }, 600_000);
});
