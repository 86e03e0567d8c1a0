import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withLock } from "../../../runtime/engine/lock.ts";
import { startChild, temporaryFolder } from "./support.ts";

describe("the lock on the cache", () => {
  it("lets one process in at a time", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "counter"), "0");
    const children = [1, 2, 3].map(() => startChild("lock-child.ts", [folder, "count"]));
    const results = await Promise.all(children.map(({ ended }) => ended));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readFileSync(join(folder, "counter"), "utf8")).toBe("3");
  });

  it("is taken over from a process that was killed", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "counter"), "0");
    const { child, said, ended } = startChild("lock-child.ts", [folder, "hang"]);
    await said("holding");
    child.kill("SIGKILL");
    await ended;
    const next = await startChild("lock-child.ts", [folder, "count"]).ended;
    expect(next.code).toBe(0);
    expect(readFileSync(join(folder, "counter"), "utf8")).toBe("1");
  });

  it("gives up in the end, and tells once that it waits", async () => {
    const folder = temporaryFolder();
    let waits = 0;
    await withLock(folder, async () => {
      const second = withLock(folder, async () => "never", { patience: 600, onWait: () => waits++ });
      await expect(second).rejects.toMatchObject({ reason: "locked" });
    });
    expect(waits).toBe(1);
  });

  it("is released when the work fails", async () => {
    const folder = temporaryFolder();
    const failing = withLock(folder, () => Promise.reject(new Error("broken")));
    await expect(failing).rejects.toThrow("broken");
    expect(await withLock(folder, async () => "free", { patience: 0 })).toBe("free");
  });
});
