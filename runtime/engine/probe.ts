import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Device } from "./engine.ts";
import { engineEnvironment } from "./environment.ts";
import { type EngineError, engineError } from "./error.ts";
import { type Platform, platformName } from "./platform.ts";
import { probe, writeProbeModel } from "./probe-model.ts";
import { type CommandResult, runCommand, tail } from "./run-command.ts";

export interface ProbeResult {
  readonly tensorflowVersion: string;
  readonly devices: readonly Device[];
  readonly oneDNN: boolean;
}

/**
 * Runs on its own in a child process, with nothing but the package under test: the native code may crash, and
 * one process can hold only one TensorFlow.
 */
const childSource = `
const [folder, model, spec] = process.argv.slice(1);
const probe = JSON.parse(spec);
const tf = require(folder);
(async () => {
  const load = (name) => tf.node.loadSavedModel(model, ["serve"], name);
  const train = await load(probe.signature);
  const read = await load(probe.readSignature);
  const inputs = () => Object.fromEntries(Object.entries(probe.inputs).map(
    ([name, { values, shape }]) => [name, tf.tensor(Float32Array.from(values), shape)]));
  const losses = probe.losses.map(() => train.predict(inputs())[probe.output].dataSync()[0]);
  const weights = [...read.predict({})[probe.readOutput].dataSync()];
  const { binding } = tf.backend();
  const answer = { version: binding.TF_Version, gpu: binding.isUsingGpuDevice(), losses, weights };
  process.stdout.write("fusewire-probe " + JSON.stringify(answer) + "\\n");
})().catch((error) => { console.error(error); process.exit(1); });
`;

interface Answer {
  readonly version: string;
  readonly gpu: boolean;
  readonly losses: readonly number[];
  readonly weights: readonly number[];
}

export interface ProbeOptions {
  readonly platform: Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly log?: string;
  readonly node?: string;
}

/**
 * Loads the tfjs-node package in `folder` and trains the probe's model for two steps, in a child process.
 *
 * @throws EngineError `unloadable`, `wrong-architecture`, `old-glibc`, `illegal-instruction`, `crashed`,
 *   `timed-out`, `wrong-numbers`
 */
export async function runProbe(folder: string, options: ProbeOptions): Promise<ProbeResult> {
  const { platform, env, log, node = process.execPath } = options;
  const temporary = await mkdtemp(join(tmpdir(), "fusewire-probe-"));
  const timeout = 5 * 60_000; // a new GPU may first compile its kernels
  try {
    const model = join(temporary, "model");
    writeProbeModel(model);
    const result = await runCommand(node, ["-e", childSource, folder, model, JSON.stringify(probe)], {
      // At level 0 TensorFlow says whether oneDNN is on.
      env: { ...env, ...engineEnvironment(env), TF_CPP_MIN_LOG_LEVEL: "0", NODE_OPTIONS: "" },
      cwd: temporary,
      timeout,
      ...(log === undefined ? {} : { log }),
    });
    if (result.timedOut)
      throw engineError("timed-out", { what: "The trial run", seconds: timeout / 1000 }, where(log));
    const answer = answerIn(result.stdout);
    if (result.code !== 0 || answer === undefined) throw probeError(result, platform, log);
    requireNumbers([...answer.losses, ...answer.weights], [...probe.losses, ...probe.weights], log);
    return {
      tensorflowVersion: answer.version,
      devices: answer.gpu ? ["cpu", "gpu"] : ["cpu"],
      oneDNN: /oneDNN custom operations are on/.test(result.output),
    };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const where = (log: string | undefined) => (log === undefined ? {} : { log });

function answerIn(stdout: string): Answer | undefined {
  const line = /^fusewire-probe (.*)$/m.exec(stdout)?.[1];
  return line === undefined ? undefined : JSON.parse(line);
}

/** Exact in float32 whatever the order of the sums, so anything else is a fault, not rounding. */
function requireNumbers(
  found: readonly number[],
  expected: readonly number[],
  log: string | undefined,
): void {
  const same = found.length === expected.length && found.every((value, i) => value === expected[i]);
  if (same) return;
  throw engineError("wrong-numbers", { expected: expected.join(", "), found: found.join(", ") }, where(log));
}

/** What a failed trial run printed or died of, told as what to do about it. */
export function probeError(
  { code, signal, output }: Pick<CommandResult, "code" | "signal" | "output">,
  platform: Platform,
  log?: string,
): EngineError {
  const more = where(log);
  const file = /(\/[^\s:]+\.(?:node|so|dylib)[.\d]*)/.exec(output)?.[1] ?? "the library";
  if (signal === "SIGILL") return engineError("illegal-instruction", undefined, more);
  if (signal !== null) return engineError("crashed", { detail: signal }, more);
  if (
    /wrong ELF class|invalid ELF header|incompatible architecture|Exec format error|not a valid Win32/.test(
      output,
    )
  ) {
    return engineError("wrong-architecture", { file, platform: platformName(platform) }, more);
  }
  const glibc = /version `GLIBC_([\d.]+)' not found/.exec(output)?.[1];
  if (glibc !== undefined) {
    const found = platform.libc.name === "glibc" ? platform.libc.version : platform.libc.name;
    return engineError("old-glibc", { found, needed: glibc }, more);
  }
  const reason =
    /cannot open shared object file[^\n]*|undefined symbol[^\n]*|Library not loaded[^\n]*|version `[^\n]* not found/.exec(
      output,
    );
  if (reason !== null) {
    const line = output.split("\n").find((text) => text.includes(reason[0])) ?? reason[0];
    return engineError("unloadable", { detail: line.replace(/^\s*(?:\w*Error: )?/, "") }, more);
  }
  if (code === 1) return engineError("unloadable", { detail: errorLine(output) }, more);
  return engineError("crashed", { detail: `exit status ${code}` }, more);
}

const errorLine = (output: string): string => /^\s*\w*Error: (.*)$/m.exec(output)?.[1] ?? tail(output, 1);
