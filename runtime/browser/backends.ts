import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-webgl";
import "@tensorflow/tfjs-backend-webgpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { failure } from "../failure.ts";

/** What a page computes on, the fastest first. */
export const BACKENDS = ["webgpu", "webgl", "wasm", "cpu"] as const;
export type PageBackend = (typeof BACKENDS)[number];

/** tfjs set to the first of some backends that this page has. */
export async function startBackend(base: URL, wanted: readonly PageBackend[]): Promise<typeof tf> {
  setWasmPaths(base.href);
  tf.enableProdMode();
  for (const name of wanted) {
    // A backend that is not there is told to the console; that is no error of the page's.
    const there = await tf.setBackend(name).catch(() => false);
    if (!there) continue;
    await tf.ready();
    return tf;
  }
  throw failure("backend-missing", {
    message: `this page has none of the backends ${wanted.join(", ")}`,
    help: "Leave the backend out: cpu is always there.",
  });
}
