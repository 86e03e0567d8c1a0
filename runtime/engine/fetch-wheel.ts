import { mkdir, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { verifyFile } from "./checksum.ts";
import { engineError } from "./error.ts";
import type { Report } from "./progress.ts";
import { looksLikeFullDisk, looksLikeNetwork, runCommand, tail } from "./run-command.ts";
import type { Tool } from "./tools.ts";
import type { Wheel } from "./wheels.ts";

/** Half an hour for half a gigabyte: 300 kB/s. */
const downloadTimeout = 30 * 60_000;

export interface FetchOptions {
  readonly pip: Tool;
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
  readonly report: Report;
}

/**
 * Downloads a wheel with pip and checks it against its pinned checksum. pip brings the user's own index and
 * proxy settings.
 *
 * @param folder receives the wheel; it is made if need be
 * @returns path of the wheel
 * @throws EngineError `no-network`, `wheel-not-found`, `download-failed`, `timed-out`, `no-space`, `hash-mismatch`
 */
export async function fetchWheel(wheel: Wheel, folder: string, options: FetchOptions): Promise<string> {
  const { pip, env, log, report } = options;
  const temporary = join(folder, "partial");
  await mkdir(temporary, { recursive: true });
  const args = [
    ...pip.args,
    "download",
    "--no-deps",
    "--only-binary=:all:",
    ...["--python-version", wheel.python],
    ...["--implementation", "cp"],
    ...["--abi", wheel.abi],
    ...["--platform", wheel.tag],
    ...["--dest", folder],
    "--no-cache-dir",
    "--disable-pip-version-check",
    "--no-input",
    `${wheel.package}==${wheel.version}`,
  ];
  const message = `downloading ${wheel.package} ${wheel.version} (${Math.round(wheel.bytes / 1e6)} MB)`;
  report("download", message, 0);
  const watch = setInterval(async () => {
    const size = await bytesIn(temporary);
    report("download", message, Math.min(1, size / wheel.bytes));
  }, 500);
  const result = await runCommand(pip.command, args, {
    env: { ...env, TMPDIR: temporary, PIP_REQUIRE_VIRTUALENV: "0" },
    timeout: downloadTimeout,
    log,
  });
  clearInterval(watch);

  const file = join(folder, wheel.file);
  if (result.code !== 0) throw pipError(result, wheel, folder, log);
  if ((await stat(file).catch(() => undefined)) === undefined) {
    throw engineError("wheel-not-found", { wheel: wheel.file }, { log });
  }
  report("verify", `checking the SHA-256 of ${basename(file)}`);
  await verifyFile(file, wheel.sha256);
  return file;
}

function pipError(result: { timedOut: boolean; output: string }, wheel: Wheel, folder: string, log: string) {
  const { timedOut, output } = result;
  const what = `${wheel.package} ${wheel.version}`;
  if (timedOut)
    return engineError(
      "timed-out",
      { what: `The download of ${what}`, seconds: downloadTimeout / 1000 },
      { log },
    );
  if (looksLikeFullDisk(output)) return engineError("no-space", { folder }, { log });
  // A machine without network also "finds no version", so the network is looked at first.
  if (looksLikeNetwork(output)) return engineError("no-network", { what: "pip's package index" }, { log });
  if (/No matching distribution found/.test(output))
    return engineError("wheel-not-found", { wheel: wheel.file }, { log });
  return engineError("download-failed", { what, detail: tail(output, 3) }, { log });
}

/** Size of everything below a folder; what vanishes meanwhile counts nothing. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The only parts of a wheel that are used: libraries, and the headers that the binding includes. */
const parts = [
  "tensorflow/libtensorflow_cc.so.2",
  "tensorflow/libtensorflow_framework.so.2",
  "tensorflow.libs/",
  "tensorflow/include/tensorflow/c/",
  "tensorflow/include/tensorflow/core/platform/",
  "tensorflow/include/tsl/",
  "tensorflow/include/xla/tsl/",
];

/** Prints how far it is, in steps of a fiftieth. zipfile sees to it that no name leads out of the target. */
const unpacker = `
import sys, zipfile
archive, target, parts = sys.argv[1], sys.argv[2], tuple(sys.argv[3:])
with zipfile.ZipFile(archive) as wheel:
    wanted = [entry for entry in wheel.infolist() if entry.filename.startswith(parts)]
    total, done, told = sum(entry.file_size for entry in wanted) or 1, 0, 0
    for entry in wanted:
        wheel.extract(entry, target)
        done += entry.file_size
        if done * 50 // total > told:
            told = done * 50 // total
            print(told / 50, flush=True)
`;

/**
 * Unpacks the libraries and headers of a TensorFlow wheel into `folder`.
 *
 * @throws EngineError `bad-archive`, `no-space`
 */
export async function unpackWheel(
  wheel: string,
  folder: string,
  { python, env, log, report }: { python: Tool; env: NodeJS.ProcessEnv; log: string; report: Report },
): Promise<void> {
  const message = `unpacking ${basename(wheel)}`;
  report("extract", message, 0);
  const result = await runCommand(python.command, [...python.args, "-c", unpacker, wheel, folder, ...parts], {
    env,
    timeout: 15 * 60_000,
    onLine: (line) => report("extract", message, Number(line)),
  });
  if (result.code === 0) return;
  if (looksLikeFullDisk(result.output)) throw engineError("no-space", { folder }, { log });
  throw engineError("bad-archive", { file: basename(wheel), missing: tail(result.output, 1) }, { log });
}
