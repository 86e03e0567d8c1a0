/** Takes the lock on a folder and does what it is told with a counter in it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../../runtime/engine/lock.ts";

const [folder = "", task = ""] = process.argv.slice(2);
const file = join(folder, "counter");
const pause = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

await withLock(
  folder,
  async () => {
    if (task === "hang") {
      process.stdout.write("holding\n");
      await pause(1_000_000);
    }
    // Anybody between reading and writing would be lost.
    const value = Number(readFileSync(file, "utf8"));
    await pause(200);
    writeFileSync(file, String(value + 1));
  },
  { stale: 2_000 },
);
