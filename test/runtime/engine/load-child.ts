/** Loads the engine and tells what its native code wrote to standard error meanwhile. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

if (process.argv[2] === "load") {
  const { loadEngine } = await import("../../../runtime/engine/load.ts");
  process.stdout.write((await loadEngine()).tensorflowVersion);
} else {
  const file = join(import.meta.dirname, "load-child.ts");
  const { stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, file, "load"], {
    encoding: "utf8",
  });
  process.stdout.write(JSON.stringify({ stderr, loaded: stdout }));
}
