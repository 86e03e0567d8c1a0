import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeReport } from "../../../runtime/report/run/write-report.ts";
import { train } from "../../../runtime/train/train.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { writeOtherProject } from "./kit/project.ts";

const captionsIn = (page: string) => [...page.matchAll(/<figcaption>([^<]*)/g)].map(([, title]) => title!);

/** What stands between the heading of a section and the next one. */
const sectionOf = (page: string, id: string) =>
  page.split("<section ").find((part) => part.startsWith(`id="${id}"`))!;

describe("the report of a run with other kinds of outputs", () => {
  const folder = temporaryFolder();
  let page: string;

  beforeAll(async () => {
    const { run } = await train(writeOtherProject(folder, 10), { out: `${folder}/run`, engine: "onnx" });
    page = readFileSync(await writeReport(run), "utf8");
  }, 120_000);

  it("shows of each what fits it", () => {
    expect(captionsIn(sectionOf(page, "output-1"))).toEqual([
      "Confusion matrix",
      "Reliability",
      "ROC curve",
      "Precision and recall",
    ]);
    expect(captionsIn(sectionOf(page, "output-2"))).toEqual(["Told and true", "Residuals"]);
    expect(captionsIn(sectionOf(page, "output-3"))).toEqual(["Labels to change"]);
  });

  it("draws a vector's numbers apart, a point for each row", () => {
    const scatter = sectionOf(page, "output-2").split("<figure>")[1]!;
    const points = [0, 1, 2].map((series) => scatter.split(`data-series="${series}"`).length - 1);
    expect(points).toEqual([10, 10, 10]);
  });

  it("counts each row once in a histogram", () => {
    const histogram = sectionOf(page, "output-3");
    const rows = [
      ...histogram.split("<details>")[1]!.matchAll(/<tr>.*<td class="number">(\d+)<\/td><\/tr>/g),
    ];
    expect(rows.map(([, count]) => Number(count)).reduce((a, b) => a + b, 0)).toBe(10);
  });

  it("shows all rows where there are fewer than would be shown of the worst", () => {
    expect(sectionOf(page, "mistakes").split("<article").length - 1).toBe(10);
  });
});

describe("the report of a run without validation rows", () => {
  const folder = temporaryFolder();

  it("shows the rest, and answers only rows that are asked for", async () => {
    const { run } = await train(writeOtherProject(folder, 0), { out: `${folder}/run`, engine: "onnx" });
    const page = readFileSync(await writeReport(run), "utf8");
    expect(page).toContain("There are no validation rows");
    expect([...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id)).toEqual([
      "learning",
      "model",
      "run",
    ]);
    const answered = readFileSync(await writeReport(run, { split: "train" }), "utf8");
    expect(answered).toContain("20 rows of the train split");
    await expectFailure(() => writeReport(run, { split: "test" }), "split-empty", "no test rows", "split");
  }, 120_000);
});
