import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { resume } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeProject } from "./kit/project.ts";

const child = join(import.meta.dirname, "kit/trainer-child.ts");

/** Starts training, kills the process that asked for it at its first step, and waits for the one that trains. */
function orphan(file: string, run: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const parent = spawn(process.execPath, ["--import", "tsx", child, file, run], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    parent.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    createInterface(parent.stdout).on("line", (line) => {
      if ((JSON.parse(line) as { kind: string }).kind === "step") parent.kill("SIGKILL");
    });
    parent.on("error", reject);
    // The one that trains has the same output, which closes when both have ended.
    parent.on("close", () => resolve(said));
  });
}

describe("a run whose starter is gone", () => {
  it("ends in good order, and can be continued", async () => {
    const folder = temporaryFolder();
    const file = writeProject(folder, { epochs: 3000 });
    for (const number of [1, 2]) {
      const run = join(folder, `orphan-${number}`);
      expect(await orphan(file, run)).toBe("");
      expect(existsSync(join(run, "last.safetensors"))).toBe(true);
      expect(existsSync(join(run, "lock"))).toBe(false);
    }
    const signal = AbortSignal.abort();
    expect((await resume(join(folder, "orphan-1"), { signal })).ending).toBe("interrupted");
  });
});
