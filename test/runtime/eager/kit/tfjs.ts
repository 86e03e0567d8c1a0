import { createRequire } from "node:module";
import type { Tfjs } from "../../../../runtime/eager/tfjs.ts";

const require = createRequire(import.meta.url);

interface Loaded extends Tfjs {
  readonly version_core: string;
  setBackend(name: string): Promise<boolean>;
  registerBackend(name: string, make: () => object): void;
  enableProdMode(): void;
}

/** tfjs-core on one of its backends that run anywhere. */
export async function tfjsOn(backend: "cpu" | "wasm"): Promise<Loaded> {
  const tf = require("@tensorflow/tfjs-core") as Loaded;
  require("@tensorflow/tfjs-backend-cpu");
  require("@tensorflow/tfjs-backend-wasm");
  // Debug checks look at every number.
  tf.enableProdMode();
  if (!(await tf.setBackend(backend))) throw new Error(`${backend} cannot be used`);
  return tf;
}
