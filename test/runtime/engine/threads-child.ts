/** Loads the engine with thread counts and tells how many threads the process then has. */
import { readdirSync } from "node:fs";
import { loadEngine } from "../../../runtime/engine/load.ts";

const [intra, inter] = process.argv.slice(2).map(Number);
const engine = await loadEngine({ threads: { intra: intra ?? 1, inter: inter ?? 1 } });
process.stdout.write(
  JSON.stringify({ native: readdirSync("/proc/self/task").length, threads: engine.threads }),
);
