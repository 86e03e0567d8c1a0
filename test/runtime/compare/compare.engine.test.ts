import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Comparison, compare } from "../../../runtime/compare/compare.ts";
import { compileFile } from "../../../runtime/model/compile-file.ts";
import { comparisonPage } from "../../../runtime/report/comparison/page.ts";
import { figure } from "../../../runtime/report/words.ts";
import { writeProject } from "../train/kit/project.ts";

// The sign is a product of both inputs' signs, so that neither says anything alone.
describe("models that are compared", () => {
  let folder: string;
  let comparison: Comparison;
  const options = () => ({ out: join(folder, "runs"), seeds: [1, 2] });
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "fusewire-compare-"));
    const file = writeProject(folder, { epochs: 30, rows: 400 });
    comparison = await compare([compileFile(file, folder)], options());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("stand beside each of their inputs alone, and beside the plain vote of these", () => {
    expect(comparison.models.map(({ title, role, from }) => [title, role, from])).toEqual([
      ["model", "given", undefined],
      ["word alone", "alone", "model.fuse"],
      ["number alone", "alone", "model.fuse"],
      ["equal vote", "vote", undefined],
    ]);
    const [, words, numbers, vote] = comparison.models;
    expect(vote!.parameters).toBe(words!.parameters + numbers!.parameters);
    expect(comparison.without).toEqual([]);
    expect(comparison.rows).toBe(40);
  });

  it("are better beyond the noise where joining inputs decides", () => {
    const [sign] = comparison.outputs;
    expect(sign!.metric).toBe("accuracy");
    expect(sign!.metrics[0]!.accuracy!.value).toBeGreaterThan(0.85);
    for (const alone of [1, 2, 3]) {
      const difference = sign!.differences.find(({ of, from }) => of === 0 && from === alone)!;
      expect(difference.verdict).toBe("better");
      const gap = sign!.metrics[0]!.accuracy!.value - sign!.metrics[alone]!.accuracy!.value;
      expect(difference.by.value).toBeCloseTo(gap, 12);
    }
  });

  it("stand on a page with every number of the figures", () => {
    const page = comparisonPage(comparison);
    const [sign] = comparison.outputs;
    for (const [i, { title }] of comparison.models.entries()) {
      const { value, low, high } = sign!.metrics[i]!.accuracy!;
      expect(page).toContain(title);
      expect(page).toContain(`${figure(value)} (${figure(low)} to ${figure(high)})`);
    }
    expect(page.match(/<td>better<\/td>/g)).toHaveLength(3);
    expect(comparisonPage(comparison)).toBe(page);
  });

  it("are not trained twice", async () => {
    const before = readdirSync(join(folder, "runs"));
    const manifests = before.map((run) => readFileSync(join(folder, "runs", run, "run.json"), "utf8"));
    const again = await compare([compileFile(join(folder, "model.fuse"), folder)], options());
    expect(readdirSync(join(folder, "runs"))).toEqual(before);
    expect(before.map((run) => readFileSync(join(folder, "runs", run, "run.json"), "utf8"))).toEqual(
      manifests,
    );
    expect(again.outputs).toEqual(comparison.outputs);
  });

  it("are refused where they decide about different things", async () => {
    const other = readFileSync(join(folder, "model.fuse"), "utf8").replace(
      '["plus", "minus"]',
      '["plus", "none"]',
    );
    writeFileSync(join(folder, "other.fuse"), other);
    const both = ["model.fuse", "other.fuse"].map((name) => compileFile(join(folder, name), folder));
    await expect(compare(both, options())).rejects.toMatchObject({ reason: "not-comparable" });
  });
});
