import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** Built, programs are files beside this one; run from the sources, they need the loader of TypeScript. */
const fromSource = import.meta.url.endsWith(".ts");

const resolved = (name: string): string => pathToFileURL(createRequire(import.meta.url).resolve(name)).href;

/**
 * The file of a program that runs beside this one, in a process or a thread of its own.
 *
 * @param source below `runtime/`
 * @param built its name in the bundle
 */
export const entryOf = (source: string, built: string): URL =>
  new URL(fromSource ? `../${source}` : `./${built}`, import.meta.url);

/** Arguments of Node for a process that runs an entry. */
export const entryArguments = (): string[] => (fromSource ? ["--import", resolved("tsx")] : []);

/** What a thread is started for: its place in the table of `thread.ts`, and what it is told. */
export interface ThreadTask {
  readonly task: "feed";
}

/** Starts a thread, which keeps no process alive. */
export function startThread(task: ThreadTask): Worker {
  const entry = entryOf("threads/thread.ts", "thread.js");
  const thread = new Worker(fromSource ? loading(entry) : entry, { workerData: task, execArgv: [] });
  thread.unref();
  return thread;
}

/** A thread does not inherit the loader of TypeScript: it has to register its own. */
function loading(entry: URL): URL {
  const api = new URL("./api/index.mjs", resolved("tsx/esm")).href;
  const lines = [
    `import { register } from ${JSON.stringify(api)}`,
    "register()",
    `await import(${JSON.stringify(entry.href)})`,
  ];
  return new URL(`data:text/javascript,${encodeURIComponent(lines.join(";"))}`);
}
