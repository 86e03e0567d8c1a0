import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { storeModel } from "../../../compiler/targets/browser/stored-model.ts";
import { failure } from "../../failure.ts";
import { encodeSafetensors } from "../../files/safetensors-format.ts";
import { type Target, trainedOf } from "../target.ts";
import { browserTypes } from "./browser-types.ts";

/** Built, the bundle lies beside this module; run from the sources, in `dist`. */
const fromSource = import.meta.url.endsWith(".ts");
const BUNDLE = fileURLToPath(new URL(fromSource ? "../../../dist/browser" : "./browser", import.meta.url));

const MODULE = `import { openModel } from "./runtime.js";

/** Opens the model with the files beside this module. */
export const load = (options) => openModel(new URL("./", import.meta.url), options);
`;

/** The target with the bundle in a folder, as `scripts/browser.mjs` makes it. */
export const browserWith = (runtime: string): Target => ({
  name: "browser",
  summary: "an ES module for a page, which predicts and trains on WebGPU, WebGL or WebAssembly",
  files(subject) {
    const { compiled } = subject;
    const { values, fitted } = trainedOf(subject, "a module for a page");
    if (!existsSync(join(runtime, "runtime.js"))) {
      throw failure("target-limit", {
        message: `there is no bundle for pages in ${runtime}`,
        help: "Run `npm run build` first, which makes it.",
      });
    }
    const known = new Map(compiled.variables.map(({ name }) => [name, values.get(name)!]));
    return new Map<string, string | Uint8Array | readonly Uint8Array[]>([
      ["model.js", MODULE],
      ["model.d.ts", browserTypes(compiled.interface)],
      ["model.json", JSON.stringify({ model: storeModel(compiled), fitted })],
      ["weights.safetensors", encodeSafetensors({ tensors: known, metadata: {} })],
      ...readdirSync(runtime).map((name) => [name, readFileSync(join(runtime, name))] as const),
    ]);
  },
});

/**
 * An ES module that a page imports, the weights, and all that both need: nothing is fetched from elsewhere. No name of
 * the source becomes code: the model is JSON.
 */
export const browser: Target = browserWith(BUNDLE);
