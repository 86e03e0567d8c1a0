import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockRun } from "../../../runtime/run/lock.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";

describe("the lock of a run", () => {
  const folder = temporaryFolder();
  const path = join(folder, "lock");

  it("is held by one process, and names it", async () => {
    const unlock = lockRun(path);
    await expectFailure(
      () => lockRun(path),
      "run-locked",
      `process ${process.pid} is training this run`,
      "Wait",
    );
    unlock();
    expect(existsSync(path)).toBe(false);
    lockRun(path)();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("of a process that is no more is taken over", () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    for (const content of [String(dead), ""]) {
      writeFileSync(path, content);
      const unlock = lockRun(path);
      expect(existsSync(path)).toBe(true);
      unlock();
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});
