/** What is corrupt, cut off or belongs to something else is named, by every target, and nothing is left behind. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build } from "../../../runtime/build/build.ts";
import { exportOnnx } from "../../../runtime/build/export.ts";
import { browserWith } from "../../../runtime/build/targets/browser.ts";
import { jsonSchema } from "../../../runtime/build/targets/json-schema.ts";
import { savedModel } from "../../../runtime/build/targets/savedmodel.ts";
import { typescript } from "../../../runtime/build/targets/typescript.ts";
import type { FailureReason } from "../../../runtime/failure.ts";
import { encodeSafetensors, readSafetensors } from "../../../runtime/files/safetensors.ts";
import { load } from "../../../runtime/load.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { untrainedRun } from "./kit/untrained.ts";

const folder = temporaryFolder();
const bundle = join(folder, "bundle");
mkdirSync(bundle);
writeFileSync(join(bundle, "runtime.js"), "export const openModel = () => {};\n");
let whole: string;
beforeAll(() => {
  whole = untrainedRun(folder).run;
});

/** Each way to take a model out of a run, into `out`. */
const WAYS: Readonly<Record<string, (run: string, out: string) => unknown>> = {
  typescript: (run, out) => build(run, typescript, { out }),
  browser: (run, out) => build(run, browserWith(bundle), { out }),
  savedmodel: (run, out) => build(run, savedModel, { out }),
  "json-schema": (run, out) => build(run, jsonSchema, { out }),
  "an ONNX file": (run, out) => exportOnnx(run, { out }),
  "answering records": async (run) => (await load(run)).close(),
};

interface Damage {
  readonly does: (run: string) => void;
  readonly reason: FailureReason;
  readonly words: string;
}

const WEIGHTS = "last.safetensors";

/** Rewrites a file of a run by its text. */
const edited = (file: string, edit: (text: string) => string) => (run: string) =>
  writeFileSync(join(run, file), edit(readFileSync(join(run, file), "utf8")));

/** Cuts the weights off behind a share of their bytes. */
const cut = (share: number) => (run: string) => {
  const bytes = readFileSync(join(run, WEIGHTS));
  writeFileSync(join(run, WEIGHTS), bytes.subarray(0, Math.floor(bytes.length * share)));
};

/** Weights whose names or shapes are others. */
const renamed = (edit: (name: string, shape: readonly number[]) => readonly [string, readonly number[]]) => {
  return (run: string) => {
    const { tensors, metadata } = readSafetensors(join(run, WEIGHTS));
    const others = [...tensors].map(([name, { shape, data }]) => {
      const [now, sizes] = edit(name, shape);
      return [now, { shape: sizes, data }] as const;
    });
    const parts = encodeSafetensors({ tensors: new Map(others), metadata });
    writeFileSync(join(run, WEIGHTS), Buffer.concat(parts));
  };
};

const DAMAGES: Readonly<Record<string, Damage>> = {
  "weights cut off in their numbers": { does: cut(0.7), reason: "safetensors-invalid", words: WEIGHTS },
  "weights cut off in their header": { does: cut(0.01), reason: "safetensors-invalid", words: WEIGHTS },
  "weights of no bytes": { does: cut(0), reason: "safetensors-invalid", words: WEIGHTS },
  "weights that are something else": {
    does: (run) => writeFileSync(join(run, WEIGHTS), "PK\u0003\u0004 not weights at all, but long enough"),
    reason: "safetensors-invalid",
    words: WEIGHTS,
  },
  "weights of another model": {
    does: renamed((name, shape) => [`other/${name}`, shape]),
    reason: "checkpoint-mismatch",
    words: WEIGHTS,
  },
  "weights of another shape": {
    does: renamed((name, shape) => [name, shape.length === 2 ? [shape[1]!, shape[0]!] : shape]),
    reason: "checkpoint-mismatch",
    words: WEIGHTS,
  },
  "no weights": {
    does: (run) => rmSync(join(run, WEIGHTS)),
    reason: "checkpoint-missing",
    words: WEIGHTS,
  },
  "a source of other sizes": {
    does: edited("source/model.fuse", (text) => text.replace("dense(16", "dense(24")),
    reason: "checkpoint-mismatch",
    words: WEIGHTS,
  },
  "a source of another model": {
    does: edited("source/model.fuse", (text) => text.replaceAll("Tiny", "Great")),
    reason: "run-invalid",
    words: "does not train a model called Tiny",
  },
  "a source with an error": {
    does: edited("source/model.fuse", (text) => text.replace("dense(16", "dense(none")),
    reason: "run-invalid",
    words: "does not accept the run's sources",
  },
  "no source": {
    does: (run) => rmSync(join(run, "source"), { recursive: true }),
    reason: "run-invalid",
    words: "source",
  },
  "a manifest that is no JSON": {
    does: edited("run.json", (text) => text.slice(0, 20)),
    reason: "run-invalid",
    words: "run.json cannot be read",
  },
  "a manifest of another form": {
    does: edited("run.json", (text) => text.replace(/"seed": \d+/, '"seed": "three"')),
    reason: "run-invalid",
    words: "run.json is not what this version writes: seed",
  },
  "no manifest": {
    does: (run) => rmSync(join(run, "run.json")),
    reason: "run-missing",
    words: "no run's folder",
  },
  "nothing known of its inputs": {
    does: (run) => rmSync(join(run, "data.json")),
    reason: "run-invalid",
    words: "data.json",
  },
  "inputs told in another form": {
    does: edited("data.json", () => '{"splits": 3}'),
    reason: "run-invalid",
    words: "data.json is not what this version writes",
  },
};

describe.each(Object.entries(DAMAGES))("of a run with %s", (damage, { does, reason, words }) => {
  test.each(Object.entries(WAYS))("%s is refused and leaves nothing behind", async (way, take) => {
    const place = join(folder, `${damage} ${way}`);
    const run = join(place, "run");
    cpSync(whole, run, { recursive: true });
    does(run);
    const before = readdirSync(place, { recursive: true });
    await expectFailure(() => take(run, join(place, "out")), reason, words);
    expect(readdirSync(place, { recursive: true })).toEqual(before);
  });
});

test("more weights than an ONNX file holds are refused, and nothing is written", async () => {
  const out = join(folder, "large.onnx");
  const message = "has 0.0 GiB of weights, and an ONNX file holds at most 0.0";
  await expectFailure(() => exportOnnx(whole, { out }, 1000), "target-limit", message, "load");
  expect(readdirSync(folder)).not.toContain("large.onnx");
});
