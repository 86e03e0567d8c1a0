/**
 * Measures training and checking against what else one could use, and exits with 1 where a bar is missed.
 *
 *     npm run bench                   # all
 *     npm run bench -- check train    # some
 *
 * Each writes its table in README.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check } from "./comparisons/check.ts";
import { engines } from "./comparisons/engines.ts";
import { frameworks } from "./comparisons/frameworks.ts";
import { predicting } from "./comparisons/predict.ts";
import { scale } from "./comparisons/scale.ts";
import { starting } from "./comparisons/start.ts";
import { training } from "./comparisons/train.ts";
import { describeMachine } from "./machine.ts";
import { between, type Comparison, meets, type Row, reportOf } from "./report.ts";

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  frameworks,
  engines,
  train: training,
  predict: predicting,
  start: starting,
  check,
  scale,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in COMPARISONS));
if (unknown.length > 0) {
  console.error(
    `There is no comparison ${unknown.join(", ")}; there are ${Object.keys(COMPARISONS).join(", ")}.`,
  );
  process.exit(2);
}

const page = fileURLToPath(new URL("README.md", import.meta.url));
const machine = await describeMachine();
const rows: Row[] = [];
for (const [name, compare] of Object.entries(COMPARISONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const findings = await compare((line) => console.log(`› ${line}`));
  const report = reportOf(findings, machine);
  console.log(`\n${report}\n`);
  writeFileSync(page, between(readFileSync(page, "utf8"), name, report));
  rows.push(...findings.rows);
}

const missed = rows.filter((row) => !meets(row));
for (const { what, ratio, bar } of missed) {
  console.error(`Missed: ${what}: ${ratio.best.toFixed(3)}, and it should be ${bar?.kind} ${bar?.value}.`);
}
process.exit(missed.length > 0 ? 1 : 0);
