interface Told {
  /** What was found: one plain sentence without a final full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

/**
 * Every way in which the engine can fail. The keys are stable: scripts and tests may rely on them, the
 * sentences may change.
 */
const reasons = {
  // Candidates that do not apply
  "not-in-project": (p: { folder: string }): Told => ({
    message: `no @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node is installed in ${p.folder}`,
    help: "Nothing is wrong: another engine is used. To use your own, install @tensorflow/tfjs-node in the project.",
  }),
  "addon-missing": (p: { package: string; folder: string }): Told => ({
    message: `${p.package} is in ${p.folder}, but its native part was never built or downloaded`,
    help: `Run "npm rebuild ${p.package}" in the project, or remove the package and let Fusewire install an engine.`,
  }),
  "folder-not-set": (): Told => ({
    message: "FUSEWIRE_LIBTENSORFLOW is not set",
    help: "Nothing is wrong. To use your own TensorFlow, set it to the folder with libtensorflow and its headers.",
  }),
  // The machine
  "unsupported-platform": (p: { platform: string }): Told => ({
    message: `the TensorFlow binding cannot be built on ${p.platform}`,
    help: "Install @tensorflow/tfjs-node in the project, or use Linux, macOS or the Windows Subsystem for Linux.",
  }),
  musl: (): Told => ({
    message: "this Linux uses musl instead of glibc, and TensorFlow's libraries need glibc",
    help: "Use an image based on Debian, Ubuntu or Fedora (such as node:22-bookworm-slim) instead of Alpine.",
  }),
  "old-glibc": (p: { found: string; needed: string }): Told => ({
    message: `this system's glibc ${p.found} is older than ${p.needed}, which TensorFlow's libraries need`,
    help: "Use a newer Linux (Debian 11, Ubuntu 20.04, RHEL 9 or later).",
  }),
  "missing-tool": (p: { tool: string; purpose: string; install: string }): Told => ({
    message: `${p.tool} was not found, and is needed to ${p.purpose}`,
    help: p.install,
  }),
  "no-node-headers": (p: { searched: readonly string[] }): Told => ({
    message: `node_api.h was not found in ${p.searched.join(", ")}`,
    help: "Install Node's headers (Debian: apt-get install libnode-dev), or use a Node that comes with include/node.",
  }),
  "no-space": (p: { folder: string; needed?: number; free?: number }): Told => ({
    message:
      p.needed === undefined || p.free === undefined
        ? `the disk that holds ${p.folder} is full`
        : `${p.folder} has ${megabytes(p.free)} free, and the engine needs ${megabytes(p.needed)}`,
    help: "Free some space, or set FUSEWIRE_CACHE to a folder on a larger disk.",
  }),
  "no-permission": (p: { folder: string }): Told => ({
    message: `${p.folder} may not be written by this user`,
    help: "Change the folder's owner, or set FUSEWIRE_CACHE to a folder that you may write.",
  }),
  "no-folder": (p: { folder: string }): Told => ({
    message: `${p.folder} cannot be made, because a file stands in its path`,
    help: "Set FUSEWIRE_CACHE to a folder that can be made.",
  }),
  locked: (p: { folder: string; minutes: number }): Told => ({
    message: `another process has been installing an engine in ${p.folder} for over ${p.minutes} minutes`,
    help: "Wait for it, or end it and run the installation again: a lock left by a dead process is taken over.",
  }),
  // Downloads
  "no-network": (p: { what: string; host?: string }): Told => ({
    message: `${p.what} could not be reached${p.host === undefined ? "" : ` (${p.host} has no address here)`}`,
    help: "Check the network and the proxy settings, or set FUSEWIRE_LIBTENSORFLOW to a TensorFlow already here.",
  }),
  "download-failed": (p: { what: string; detail: string }): Told => ({
    message: `the download of ${p.what} failed: ${p.detail}`,
    help: "Run the installation again. If it fails in the same way, the log tells more.",
  }),
  "timed-out": (p: { what: string; seconds: number }): Told => ({
    message: `${p.what} did not end within ${p.seconds} seconds and was stopped`,
    help: "Try again on a faster connection, or set FUSEWIRE_LIBTENSORFLOW to a TensorFlow already here.",
  }),
  "no-pinned-wheel": (p: { platform: string; package: string }): Told => ({
    message: `there is no pinned ${p.package} wheel for ${p.platform}, and a wheel without a known checksum is not used`,
    help: "Download the wheel yourself, check it, unpack it, and set FUSEWIRE_LIBTENSORFLOW to its tensorflow folder.",
  }),
  "wheel-not-found": (p: { wheel: string }): Told => ({
    message: `pip found no ${p.wheel} in its indexes`,
    help: "Check pip's index settings (pip config list) and the network.",
  }),
  "hash-mismatch": (p: { file: string; expected: string; found: string }): Told => ({
    message: `the SHA-256 of ${p.file} is ${p.found}, but ${p.expected} is expected`,
    help: "The file was damaged or replaced on its way and was deleted. Try again; if it persists, do not use that index.",
  }),
  "bad-archive": (p: { file: string; missing: string }): Told => ({
    message: `${p.file} could not be unpacked: ${p.missing}`,
    help: "Run the installation again; if it persists, free disk space or report the log.",
  }),
  // FUSEWIRE_LIBTENSORFLOW
  "folder-missing": (p: { folder: string }): Told => ({
    message: `FUSEWIRE_LIBTENSORFLOW names ${p.folder}, which is not a folder`,
    help: "Set it to the folder that holds libtensorflow, or to a wheel's tensorflow folder.",
  }),
  "no-library": (p: { folder: string }): Told => ({
    message: `${p.folder} holds no libtensorflow`,
    help: "The folder, or lib/ in it, should have libtensorflow.so or libtensorflow_cc.so.2 (.dylib on macOS).",
  }),
  "no-tensorflow-headers": (p: { folder: string }): Told => ({
    message: `TensorFlow's headers (tensorflow/c/c_api.h) are not in include/ in or beside ${p.folder}`,
    help: "Copy the include folder of the same TensorFlow version next to its library.",
  }),
  // Building and checking
  "compile-failed": (p: { tail: string }): Told => ({
    message: `the TensorFlow binding could not be compiled:\n${p.tail}`,
    help: "The log has the whole output. A C++17 compiler (g++ 8 or clang 7, or newer) is needed.",
  }),
  "wrong-architecture": (p: { file: string; platform: string }): Told => ({
    message: `${p.file} was built for another processor or system than ${p.platform}`,
    help: "Install the engine on this machine: fusewire engine install --force.",
  }),
  unloadable: (p: { detail: string }): Told => ({
    message: `the native library could not be loaded: ${p.detail}`,
    help: "If a shared library is missing, install it; otherwise run: fusewire engine install --force.",
  }),
  "illegal-instruction": (): Told => ({
    message: "this processor lacks instructions that the TensorFlow library was built for (such as AVX)",
    help: "Use a machine with AVX (no x86 emulation), or set FUSEWIRE_LIBTENSORFLOW to a build for this processor.",
  }),
  crashed: (p: { detail: string }): Told => ({
    message: `TensorFlow crashed in the trial run (${p.detail})`,
    help: "Try another engine. The log has what it printed.",
  }),
  "wrong-numbers": (p: { expected: string; found: string }): Told => ({
    message: `the trial run gave ${p.found}, but ${p.expected} is right`,
    help: "This TensorFlow computes wrongly on this machine; try TF_ENABLE_ONEDNN_OPTS=0 or another engine.",
  }),
  "none-worked": (p: { tried: readonly string[]; help: string }): Told => ({
    message: `no engine could be installed:\n${p.tried.map((line) => `  - ${line}`).join("\n")}`,
    help: `One of them is enough. For the last: ${p.help}`,
  }),
  // Loading
  "not-installed": (p: { folder: string; project?: string }): Told => ({
    message: `no TensorFlow engine is installed in ${p.folder}${
      p.project === undefined ? "" : `, and the project's own cannot be used: ${p.project}`
    }`,
    help: "Run: fusewire engine install",
  }),
  "bad-manifest": (p: { file: string; detail: string }): Told => ({
    message: `${p.file} cannot be used: ${p.detail}`,
    help: "Run: fusewire engine install --force",
  }),
  // Models
  "unreadable-model": (p: { folder: string; detail: string }): Told => ({
    message: `the model in ${p.folder} could not be loaded: ${p.detail}`,
    help: "The folder should hold the saved_model.pb that the compiler wrote. Compile the model again.",
  }),
  "unsupported-dtype": (p: { tensor: string; dtype: string }): Told => ({
    message: `${p.tensor} has the type ${p.dtype}, which the binding cannot pass`,
    help: "Use float32, int32, bool or string in signatures, and cast inside the graph.",
  }),
  "unknown-signature": (p: { signature: string; known: readonly string[] }): Told => ({
    message: `the model has no signature ${p.signature}; it has ${p.known.join(", ")}`,
    help: "Compile the model again if it is older than this version.",
  }),
  "wrong-inputs": (p: { signature: string; detail: string }): Told => ({
    message: `signature ${p.signature} was given wrong inputs: ${p.detail}`,
    help: "Give exactly the inputs of the signature, with its types, and as many values as the shape says.",
  }),
  "run-failed": (p: { signature: string; detail: string }): Told => ({
    message: `TensorFlow failed in signature ${p.signature}: ${p.detail}`,
    help: "Node names in the message carry the model's own names.",
  }),
  "model-disposed": (p: { signature: string }): Told => ({
    message: `signature ${p.signature} was run on a model that had been disposed`,
    help: "Load the model again before running it.",
  }),
} satisfies Record<string, (parameters: never) => Told>;

export type Reason = keyof typeof reasons;

export interface EngineError extends Error {
  readonly name: "EngineError";
  readonly reason: Reason;
  readonly help: string;
  /** File with everything that the failing command printed. */
  readonly log?: string;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** Makes the error for a reason; the parameters are those that its sentences need. */
export function engineError<R extends Reason>(
  reason: R,
  parameters: Parameters<(typeof reasons)[R]>[0],
  more: { log?: string; cause?: unknown } = {},
): EngineError {
  const tell: (parameters: never) => Told = reasons[reason];
  const { message, help } = tell(parameters as never);
  const error = new Error(message, more.cause === undefined ? undefined : { cause: more.cause });
  return Object.assign(error, {
    name: "EngineError" as const,
    reason,
    help,
    ...(more.log === undefined ? {} : { log: more.log }),
  });
}

export const isEngineError = (value: unknown): value is EngineError =>
  value instanceof Error && value.name === "EngineError";

/** Turns a failed write into the error that says what to do; anything else is returned as it is. */
export function writeError(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return engineError("no-space", { folder }, { cause: error });
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return engineError("no-permission", { folder }, { cause: error });
  }
  if (code === "ENOTDIR") return engineError("no-folder", { folder }, { cause: error });
  return error;
}
