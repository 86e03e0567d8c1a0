import { type EngineError, engineError, type Reason } from "../../../runtime/engine/error.ts";

/** One error of each reason: a reason without a sample does not compile. */
const samples: { readonly [R in Reason]: () => EngineError } = {
  "not-in-project": () => engineError("not-in-project", { folder: "/home/ada/shop" }),
  "addon-missing": () =>
    engineError("addon-missing", { package: "@tensorflow/tfjs-node", folder: "/home/ada/shop" }),
  "folder-not-set": () => engineError("folder-not-set", undefined),
  "unsupported-platform": () => engineError("unsupported-platform", { platform: "win32-x64" }),
  musl: () => engineError("musl", undefined),
  "old-glibc": () => engineError("old-glibc", { found: "2.17", needed: "2.27" }),
  "missing-tool": () =>
    engineError("missing-tool", {
      tool: "g++",
      purpose: "build the TensorFlow binding",
      install: "Install it (Debian: apt-get install g++), then run this again.",
    }),
  "no-node-headers": () => engineError("no-node-headers", { searched: ["/usr/include/node"] }),
  "no-space": () =>
    engineError("no-space", { folder: "/var/cache", needed: 1_700_000_000, free: 12_000_000 }),
  "no-permission": () => engineError("no-permission", { folder: "/var/cache" }),
  "no-folder": () => engineError("no-folder", { folder: "/var/cache/fusewire" }),
  locked: () => engineError("locked", { folder: "/var/cache", minutes: 20 }),
  "no-network": () => engineError("no-network", { what: "the host of tfjs's downloads", host: "tf.example" }),
  "download-failed": () =>
    engineError("download-failed", { what: "tensorflow-cpu 2.21.0", detail: "HTTP 500" }),
  "timed-out": () => engineError("timed-out", { what: "The compiler", seconds: 600 }),
  "no-pinned-wheel": () => engineError("no-pinned-wheel", { platform: "linux-arm64", package: "tensorflow" }),
  "wheel-not-found": () => engineError("wheel-not-found", { wheel: "tensorflow_cpu-2.21.0.whl" }),
  "hash-mismatch": () => engineError("hash-mismatch", { file: "a.whl", expected: "2b84", found: "1fa0" }),
  "bad-archive": () => engineError("bad-archive", { file: "a.whl", missing: "BadZipFile: truncated" }),
  "folder-missing": () => engineError("folder-missing", { folder: "/opt/tf" }),
  "no-library": () => engineError("no-library", { folder: "/opt/tf" }),
  "no-tensorflow-headers": () => engineError("no-tensorflow-headers", { folder: "/opt/tf" }),
  "compile-failed": () => engineError("compile-failed", { tail: "a.cc:1:1: error: expected ';'" }),
  "wrong-architecture": () =>
    engineError("wrong-architecture", { file: "/opt/tf/libtensorflow.so.2", platform: "linux-arm64" }),
  unloadable: () => engineError("unloadable", { detail: "libgomp.so.1: cannot open shared object file" }),
  "illegal-instruction": () => engineError("illegal-instruction", undefined),
  crashed: () => engineError("crashed", { detail: "SIGSEGV" }),
  "wrong-numbers": () => engineError("wrong-numbers", { expected: "2.5", found: "NaN".toLowerCase() }),
  "none-worked": () =>
    engineError("none-worked", { tried: ["the wheel: pip found nothing"], help: "Check pip's settings." }),
  "not-installed": () => engineError("not-installed", { folder: "/var/cache" }),
  "bad-manifest": () =>
    engineError("bad-manifest", { file: "/var/cache/manifest.json", detail: "it is not JSON" }),
  "unreadable-model": () =>
    engineError("unreadable-model", { folder: "/tmp/model", detail: "There is no saved_model.pb file" }),
  "unsupported-dtype": () =>
    engineError("unsupported-dtype", { tensor: "step of signature train", dtype: "DT_INT64" }),
  "unknown-signature": () =>
    engineError("unknown-signature", { signature: "trian", known: ["train", "read"] }),
  "wrong-inputs": () => engineError("wrong-inputs", { signature: "train", detail: "x is missing" }),
  "run-failed": () => engineError("run-failed", { signature: "train", detail: "Incompatible shapes" }),
  "model-disposed": () => engineError("model-disposed", { signature: "train" }),
};

export const reasonSamples = (): EngineError[] => Object.values(samples).map((make) => make());
