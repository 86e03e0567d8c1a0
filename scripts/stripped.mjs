/**
 * Shows that after `npm ci` alone a model trains at native speed: a fresh clone, with nothing on the path but Node, npm, a
 * shell and the core utilities, and a home that holds npm's configuration alone, runs the README's main command to its end.
 * What follows is handed to `fusewire train`, as `--epochs 2`.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** All that is on the path beside Node and npm. */
const UTILITIES = [
  ...[
    "sh",
    "basename",
    "cat",
    "chmod",
    "cp",
    "cut",
    "date",
    "dirname",
    "echo",
    "env",
    "expr",
    "false",
    "head",
  ],
  ...[
    "id",
    "ln",
    "ls",
    "mkdir",
    "mktemp",
    "mv",
    "nproc",
    "pwd",
    "readlink",
    "realpath",
    "rm",
    "rmdir",
    "sleep",
  ],
  ...["sort", "tail", "tee", "test", "touch", "tr", "true", "uname", "wc", "whoami"],
];
const LACKING = [
  "python",
  "python3",
  "pip",
  "pip3",
  "gcc",
  "g++",
  "cc",
  "c++",
  "clang",
  "make",
  "cmake",
  "git",
];

/** What says how packages are fetched on this machine. */
const isOfNpm = (name) => /^(npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs)$/i.test(name);

const whereIs = (program) =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));

function run(command, args, options) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 28,
    ...options,
  });
  process.stdout.write(stdout);
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${status}`);
  return stdout;
}

const folder = mkdtempSync(join(tmpdir(), "fusewire-stripped-"));
const [bin, home, clone] = ["bin", "home", "clone"].map((name) => join(folder, name));
try {
  mkdirSync(bin);
  mkdirSync(home);
  for (const program of ["node", "npm", "npx", ...UTILITIES]) {
    const path = program === "node" ? process.execPath : whereIs(program);
    if (path !== undefined) symlinkSync(realpathSync(path), join(bin, program));
  }
  const config = run("npm", ["config", "get", "userconfig"]).trim();
  if (existsSync(config)) copyFileSync(config, join(home, ".npmrc"));
  run("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);

  const kept = Object.entries(process.env).filter(([name]) => isOfNpm(name));
  const env = { ...Object.fromEntries(kept), PATH: bin, HOME: home, TMPDIR: folder };
  for (const program of LACKING) {
    const found = spawnSync("/bin/sh", ["-c", `command -v ${program}`], { env, encoding: "utf8" });
    if (found.status === 0) throw new Error(`${program} is on the path, as ${found.stdout.trim()}`);
  }
  const more = process.argv.slice(2);
  const began = performance.now();
  const command = ["npm", "run", "emoji", ...(more.length > 0 ? ["--", ...more] : [])].join(" ");
  const told = run("/bin/sh", ["-c", `${command} 2>&1`], { cwd: clone, env });
  const seconds = Math.round((performance.now() - began) / 1000);
  const wanted = ["ONNX Runtime trains", "`fusewire engine install`", "$ npx fusewire predict"];
  const missing = wanted.filter((text) => !told.includes(text));
  if (missing.length > 0) throw new Error(`it was not told: ${missing.join(", ")}`);
  console.log(`\nFrom a fresh clone to a prediction without TensorFlow, a compiler or Python: ${seconds} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
