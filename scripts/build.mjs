/** Bundles the command line, the programming interface, and the training process with its threads into `dist/`. */
import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleBrowser } from "./browser.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outdir = join(root, "dist");

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    fusewire: "cli/main.ts",
    index: "runtime/index.ts",
    prettier: "format/plugin.ts",
    trainer: "runtime/train/process.ts",
    thread: "runtime/threads/thread.ts",
  },
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  sourcemap: "linked",
  legalComments: "none",
  // Bundled CommonJS packages ask for Node's modules with require.
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  // Packages with native parts or files of their own stay where they are.
  external: ["sharp", "@duckdb/node-api", "cli-progress", "proper-lockfile", "ts-morph", "onnxruntime-node"],
});

await bundleBrowser(join(outdir, "browser"));

// So that `npx fusewire` runs in the checkout. Windows, where links need rights, starts it with `node dist/fusewire.js`.
const commands = join(root, "node_modules/.bin");
if (process.platform !== "win32" && existsSync(commands)) {
  const command = join(commands, "fusewire");
  chmodSync(join(outdir, "fusewire.js"), 0o755);
  rmSync(command, { force: true });
  symlinkSync(join("..", "..", "dist", "fusewire.js"), command);
}
