import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Contestant } from "./measure.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A Node process from its start to its end, in the repository's folder. */
export function processOf(name: string, command: readonly string[]): Contestant {
  return {
    name,
    async turn() {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      return (performance.now() - start) / 1000;
    },
  };
}
