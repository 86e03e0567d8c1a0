import util from "node:util";

export interface EngineSettings {
  /** Threads inside one operation, and for independent operations; TensorFlow decides where they are left out. */
  readonly threads?: { readonly intra?: number; readonly inter?: number };
}

/**
 * The variables that TensorFlow reads, once, when it is loaded. What the user has set stays, except for
 * thread counts asked for explicitly.
 *
 * oneDNN is asked for always: TensorFlow turns it on by itself only on some processors, and without it some
 * convolutions are not merely slower but missing.
 */
export function engineEnvironment(
  env: NodeJS.ProcessEnv,
  { threads }: EngineSettings = {},
): Record<string, string> {
  const set = (name: string, value: string) => ({ [name]: env[name] ?? value });
  return {
    ...set("TF_ENABLE_ONEDNN_OPTS", "1"),
    ...set("TF_CPP_MIN_LOG_LEVEL", "2"),
    ...set("TF_FORCE_GPU_ALLOW_GROWTH", "true"),
    ...(threads?.intra === undefined ? {} : { TF_NUM_INTRAOP_THREADS: String(threads.intra) }),
    ...(threads?.inter === undefined ? {} : { TF_NUM_INTEROP_THREADS: String(threads.inter) }),
  };
}

/** How many threads TensorFlow will use with these variables; by itself it takes one for each core. */
export function threadCounts(env: NodeJS.ProcessEnv, cores: number): { intra: number; inter: number } {
  const count = (name: string) => Number.parseInt(env[name] ?? "", 10) || cores;
  return { intra: count("TF_NUM_INTRAOP_THREADS"), inter: count("TF_NUM_INTEROP_THREADS") };
}

/** Functions of `node:util` that tfjs-node 4.22 calls and that Node 23 no longer has. */
const removedFromNode: Readonly<Record<string, (value: unknown) => boolean>> = {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: (value) => Array.isArray(value),
};

/** Puts them back where they are missing. */
export function restoreUtil(target: object = util): void {
  for (const [name, value] of Object.entries(removedFromNode)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
}
