import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Shows a command of the built command line as it can be typed, and runs it; ends the process where it fails. */
export function fusewire(...words: readonly string[]): void {
  console.log(
    `\n$ npx fusewire ${words.map((word) => (/[\s"{]/.test(word) ? `'${word}'` : word)).join(" ")}`,
  );
  const { status } = spawnSync(process.execPath, ["dist/fusewire.js", ...words], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
