import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import { resume, train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeProject } from "./kit/project.ts";

/** The usual small model with a loss of each path beside the joint one. */
function blended(folder: string, epochs: number): string {
  const file = writeProject(folder, { epochs });
  const text = readFileSync(file, "utf8")
    .replace(
      "  output sign",
      "  by_word = said |> classify(Sign)\n  by_number = seen |> classify(Sign)\n  output sign",
    )
    .replace(
      "minimise: cross_entropy(sign)",
      `minimise {
    word   = cross_entropy(by_word, target: sign)
    number = cross_entropy(by_number, target: sign)
    sign   = cross_entropy(sign)
    balance: gradient_blend(2)
  }`,
    );
  writeFileSync(file, text);
  return file;
}

const TERMS = ["word", "number", "sign"];
const valuesOf = (run: string) => readSafetensors(join(run, "last.safetensors")).tensors;

it("gradient blending measures the terms every few epochs, and ends with the same bits when interrupted", async () => {
  const folder = temporaryFolder();
  const file = blended(folder, 80);
  const whole = await train(file, { out: join(folder, "whole") });
  const values = valuesOf(whole.run);
  const shares = TERMS.map((term) => values.get(`balance/${term}/share`)!.data[0]!);
  expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.01);
  const lines = readFileSync(join(whole.run, "metrics.jsonl"), "utf8").trim().split("\n");
  const { validation } = JSON.parse(lines.at(-1)!) as { validation: Record<string, number> };
  for (const term of TERMS) {
    expect(values.get(`balance/${term}/marks`)!.data[1]).toBeCloseTo(validation[`loss.${term}`]!, 5);
  }

  const controller = new AbortController();
  const part = await train(file, {
    out: join(folder, "part"),
    signal: controller.signal,
    onEvent: (event) => event.kind === "epoch" && event.epoch === 3 && controller.abort(),
  });
  expect(part.ending).toBe("interrupted");
  await resume(part.run);
  expect(valuesOf(part.run)).toEqual(values);
});
