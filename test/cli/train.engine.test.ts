import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../runtime/temporary.ts";
import { writeProject } from "../runtime/train/kit/project.ts";
import { FUSEWIRE, fusewire } from "./kit/fusewire.ts";

/** Runs a command and presses Ctrl-C, which reaches all its processes, once a line comes that matches. */
function interruptAt(
  words: readonly string[],
  cwd: string,
  line: RegExp,
): Promise<{ code: number | null; out: string }> {
  return new Promise((resolve) => {
    const command = spawn(process.execPath, [...FUSEWIRE, ...words], { cwd, detached: true });
    let out = "";
    let pressed = false;
    createInterface(command.stdout).on("line", (text) => {
      out += `${text}\n`;
      if (pressed || !line.test(text)) return;
      pressed = true;
      process.kill(-command.pid!, "SIGINT");
    });
    command.on("close", (code) => resolve({ code, out }));
  });
}

describe("fusewire train, evaluate and predict", () => {
  const cwd = temporaryFolder();
  writeProject(cwd, { epochs: 40 });

  it("train a model, measure it and ask it", () => {
    const trained = fusewire(["train", "model.fuse", "--epochs", "25"], { cwd });
    expect(trained.code).toBe(0);
    expect(trained.out).toContain("Tiny: 192 rows to train on, 24 to validate, 24 to test");
    expect(trained.out).toMatch(/epoch 25\/25 {3}loss 0\.\d{4} .* validation 0\.\d{4}/);
    expect(trained.out).toContain("Run: runs/Tiny-1");

    const evaluated = fusewire(["evaluate", "runs/Tiny-1", "--json", "-o", "figures.json"], { cwd });
    expect(evaluated).toMatchObject({ code: 0, out: "" });
    expect(fusewire(["evaluate", "runs/Tiny-1"], { cwd }).out).toMatch(
      /accuracy +\d\.\d{3} +\d\.\d{3} to \d\.\d{3}/,
    );

    const record = { word: "Yes", number: [0.9, 0, 0] };
    const predicted = fusewire(["predict", "runs/Tiny-1", JSON.stringify(record), "--json"], { cwd });
    expect(predicted.code).toBe(0);
    const { sign } = JSON.parse(predicted.out) as {
      sign: { label: string; probabilities: Record<string, number> };
    };
    expect(sign.label).toBe("plus");
    expect(sign.probabilities.plus! + sign.probabilities.minus!).toBeCloseTo(1, 5);
  });

  it("refuses a record that does not fit, with field, reason and the input's line", () => {
    const { code, err } = fusewire(["predict", "runs/Tiny-1", '{"word": 3, "number": [1, 2, 3]}'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain("word");
    expect(err).toContain("text");
    expect(err).toContain("model.fuse:4:");
  });

  it("finish the step on Ctrl-C and leave a run that can be continued", async () => {
    const { code, out } = await interruptAt(
      ["train", "model.fuse", "--epochs", "2000", "-o", "own"],
      cwd,
      /^epoch +3\//,
    );
    expect(code).toBe(1);
    expect(out).toContain("Continue with: fusewire train --resume own");
    const again = await interruptAt(["train", "--resume", "own"], cwd, /^epoch +\d+\//);
    expect(again.out).toMatch(/^Continued after step \d+$/m);
    expect(again.code).toBe(1);
  });

  it("shows where the source says what the data does not have", () => {
    const own = temporaryFolder();
    writeProject(own);
    writeFileSync(join(own, "rows.csv"), "word,number,split\nyes,1 2 3,train\n");
    const { code, err } = fusewire(["train", "model.fuse"], { cwd: own });
    expect(code).toBe(1);
    expect(err).toContain("sign");
    expect(err).toContain("model.fuse:18:");
  });
});
