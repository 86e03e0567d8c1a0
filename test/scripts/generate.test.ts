import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("every index lists what its folder declares", () => {
  const script = fileURLToPath(new URL("../../scripts/generate.ts", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, "--check"], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
