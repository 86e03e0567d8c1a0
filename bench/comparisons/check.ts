import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Contestant, ratioOf, takeTurns } from "../measure.ts";
import type { Comparison } from "../report.ts";

const ROUNDS = 15;

const root = fileURLToPath(new URL("../..", import.meta.url));

/** `fusewire check` in a process of its own, beside a Node process that does nothing. */
export const check: Comparison = async (say) => {
  say(`check: ${ROUNDS} rounds`);
  const checking = processOf("check", ["dist/fusewire.js", "check", "examples/emoji/fused.fuse"]);
  const empty = processOf("empty", ["--eval", ""]);
  const times = await takeTurns([checking, empty], ROUNDS);
  return {
    rows: [
      {
        what: "`fusewire check` of the emoji model takes … times as long as an empty Node process",
        ratio: ratioOf(times, checking, empty),
        bar: { kind: "at most", value: 6 },
      },
    ],
    notes: [],
  };
};

function processOf(name: string, command: readonly string[]): Contestant {
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
