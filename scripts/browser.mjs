/** Bundles what models of `fusewire build --target browser` run on: tfjs and the runtime, with tfjs's WebAssembly beside it. */
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const BINARIES = ["tfjs-backend-wasm", "tfjs-backend-wasm-simd", "tfjs-backend-wasm-threaded-simd"];

/** Writes `runtime.js` and the binaries into a folder. */
export async function bundleBrowser(folder) {
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { runtime: "runtime/browser/open-model.ts" },
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "eof",
    logLevel: "error",
  });
  const binaries = join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist");
  for (const name of BINARIES) copyFileSync(join(binaries, `${name}.wasm`), join(folder, `${name}.wasm`));
}
