/**
 * Runs all tests: those that compute on the engine twice, with oneDNN on and off, the others once. With `--full`
 * the long proofs run whole. A skipped test is a failure, except one that compares with a Python that is not offered,
 * or that needs a Chromium or ffmpeg where none is on the path.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const full = process.argv.includes("--full");
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

/** How a test is named that compares with a Python, and may be skipped where none is offered. */
const WITH_PYTHON = /\bPython\b/;
/** And one that needs a browser; `.ci/run` wants those to run. */
const WITH_CHROMIUM = /\bChromium\b/;
/** How a test is named that needs ffmpeg. */
const WITH_FFMPEG = /\bffmpeg\b/;
const mayLackChromium = process.env.FUSEWIRE_CHROMIUM !== "required";
const mayLackFfmpeg = process.env.FUSEWIRE_FFMPEG !== "required";

interface Pass {
  readonly title: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const passes: readonly Pass[] = [
  { title: "Tests without the engine", arguments: ["--exclude", "**/*.engine.test.ts"], env: {} },
  ...["1", "0"].map((oneDNN) => ({
    title: `Tests on the engine, oneDNN ${oneDNN === "1" ? "on" : "off"}`,
    arguments: ["engine.test.ts"],
    env: { TF_ENABLE_ONEDNN_OPTS: oneDNN },
  })),
];

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), "fusewire-test-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
let sound = true;

for (const [i, pass] of passes.entries()) {
  console.log(`\n› ${pass.title}`);
  const file = join(folder, `${i}.json`);
  const result = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...(filters.length > 0 && i === 0 ? filters : []),
      ...pass.arguments,
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
    ],
    { stdio: "inherit", env: { ...process.env, ...pass.env, ...(full ? { FUSEWIRE_FULL: "1" } : {}) } },
  );
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += report.numPendingTests;
  const skipped = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status === "skipped" || status === "pending" || status === "todo");
  const comparisons = skipped.filter(({ fullName }) => WITH_PYTHON.test(fullName));
  const pages = skipped.filter(({ fullName }) => mayLackChromium && WITH_CHROMIUM.test(fullName));
  const media = skipped.filter(({ fullName }) => mayLackFfmpeg && WITH_FFMPEG.test(fullName));
  const allowed = new Set([...comparisons, ...pages, ...media]);
  const forbidden = skipped.filter((test) => !allowed.has(test));
  for (const { fullName } of forbidden) console.error(`Skipped, which is not allowed: ${fullName}`);
  if (comparisons.length > 0) {
    console.log(
      `Skipped ${comparisons.length} comparisons: set FUSEWIRE_PYTHON to a Python with the packages they name.`,
    );
  }
  if (pages.length > 0) console.log(`Skipped ${pages.length} tests of pages: put a Chromium on the path.`);
  if (media.length > 0)
    console.log(`Skipped ${media.length} tests of sound and video: put ffmpeg on the path.`);
  sound &&= result.status === 0 && report.success && forbidden.length === 0;
}

rmSync(folder, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = sound ? 0 : 1;
