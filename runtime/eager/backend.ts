import { programsOf } from "../../compiler/plan/compiled-model.ts";
import type { Backend } from "../model/backend.ts";
import { openEager } from "./open-eager.ts";
import type { Tfjs } from "./tfjs.ts";

/**
 * Runs models node by node on the backend that tfjs is set to, which must be ready: in Node or in a page, on WebGPU,
 * WebGL, WebAssembly, plain JavaScript or TensorFlow.
 *
 * @param tf tfjs-core, or a package that has its functions
 */
export function eagerBackend(tf: Tfjs & { readonly version_core: string }): Backend {
  return {
    name: "tfjs",
    facts: {
      backend: "tfjs",
      version: tf.version_core,
      package: `@tensorflow/tfjs-core@${tf.version_core}`,
      devices: [tf.getBackend()],
    },
    async open(compiled) {
      return { ...openEager(tf, programsOf(compiled), compiled.variables), compiled };
    },
  };
}
