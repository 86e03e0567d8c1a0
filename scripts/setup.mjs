/**
 * Brings a checkout to where everything runs: packages, build, engine. Each part is skipped when it is up to date,
 * so that every command can begin with it. Plain JavaScript, because nothing is installed yet when it starts.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const needed = 20;

if (Number(process.versions.node.split(".")[0]) < needed) {
  console.error(`Fusewire needs Node ${needed} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** The newest change below some folders. */
function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      if (!existsSync(path)) return 0;
      if (!statSync(path).isDirectory()) return modified(path);
      return newest([0, ...readdirSync(path).map((name) => join(path, name))].filter((p) => p !== 0));
    }),
    0,
  );
}

function run(title, command, args, optional = false) {
  console.log(`› ${title}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0 && optional) {
    console.log(
      "› Going on without it: ONNX Runtime, which came with the packages, trains too, though more slowly.",
    );
  } else if (status !== 0) {
    console.error(`Set-up stopped: ${title.toLowerCase()} did not succeed.`);
    process.exit(1);
  }
}

if (modified(join(root, "node_modules/.package-lock.json")) < modified(join(root, "package-lock.json"))) {
  run("Installing packages", "npm", ["ci", "--no-audit", "--no-fund"]);
}
const sources = [
  "grammar",
  "diagnostics",
  "format",
  "compiler",
  "runtime",
  "cli",
  "scripts/build.mjs",
  "scripts/browser.mjs",
  "package.json",
];
if (modified(join(root, "dist/fusewire.js")) < newest(sources.map((path) => join(root, path)))) {
  run("Building", process.execPath, ["scripts/build.mjs"]);
}
const asked = process.argv[2];
if (asked !== "--without-engine") {
  const install = ["dist/fusewire.js", "engine", "install"];
  run("Looking for a TensorFlow engine", process.execPath, install, asked === "--engine-optional");
}
