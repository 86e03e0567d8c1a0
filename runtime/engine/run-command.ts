import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is killed. */
  readonly timeout: number;
  /** File that receives everything the command prints, after whatever it already holds. */
  readonly log?: string;
  /** Called with each whole line of standard output. */
  readonly onLine?: (line: string) => void;
}

export interface CommandResult {
  /** Exit status; null when a signal ended it, or when it could not be started. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  /** Standard output and error, as they came. */
  readonly output: string;
}

/** How much of a command's output is kept in memory; the log has all of it. */
const keptCharacters = 200_000;

/** Runs a program to its end. Never throws: a program that cannot be started has the code null. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeout, log, onLine }: CommandOptions,
): Promise<CommandResult> {
  if (log !== undefined) await mkdir(dirname(log), { recursive: true });
  const file = log === undefined ? undefined : createWriteStream(log, { flags: "a" });
  file?.on("error", () => {}); // a log that cannot be written must not stop the work
  file?.write(`$ ${[command, ...args.map(shortened)].join(" ")}\n`);
  let stdout = "";
  let output = "";
  let rest = "";

  const take = (chunk: string): void => {
    output = (output + chunk).slice(-keptCharacters);
    file?.write(chunk);
  };

  const result = await new Promise<Pick<CommandResult, "code" | "signal" | "timedOut">>((resolve) => {
    // Its own group, so that a timeout ends what it started as well.
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let timedOut = false;
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeout);
    const pass = (signal: NodeJS.Signals): void => {
      end();
      stopWatching();
      process.kill(process.pid, signal);
    };
    const stopWatching = onInterrupt(end, pass);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      take(chunk);
      stdout = (stdout + chunk).slice(-keptCharacters);
      const lines = (rest + chunk).split(/\r\n|\r|\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    });
    child.stderr.setEncoding("utf8").on("data", take);
    const done = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      stopWatching();
      resolve({ code, signal, timedOut });
    };
    child.on("error", (error) => {
      take(`${error.message}\n`);
      done(null, null);
    });
    child.on("close", done);
  });

  if (file !== undefined) {
    file.end("\n");
    await finished(file).catch(() => {});
  }
  return { ...result, stdout, output };
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 60).trimEnd()}…` : text);

/** A group of its own does not hear the terminal's Ctrl-C, so this process passes its own end on. */
function onInterrupt(onExit: () => void, onSignal: (signal: NodeJS.Signals) => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  process.on("exit", onExit);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    process.off("exit", onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** The last lines of what a command printed, without empty ones. */
export function tail(output: string, lines = 12): string {
  return output
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .slice(-lines)
    .join("\n");
}

const networkTrouble =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|Name or service not known|Temporary failure in name resolution|Network is unreachable|Could not resolve host/;

/** Whether a failed command's output says that the network was the trouble. */
export const looksLikeNetwork = (output: string): boolean => networkTrouble.test(output);

/** Whether a failed command's output says that the disk is full. */
export const looksLikeFullDisk = (output: string): boolean =>
  /ENOSPC|No space left on device|Disk quota exceeded/.test(output);
