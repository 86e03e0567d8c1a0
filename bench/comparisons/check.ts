import { ratioOf, takeTurns } from "../measure.ts";
import { processOf } from "../process.ts";
import type { Comparison } from "../report.ts";

const ROUNDS = 15;

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
