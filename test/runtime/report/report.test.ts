import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../../runtime/evaluate/evaluate-run.ts";
import { readLearned } from "../../../runtime/report/run/learning.ts";
import { writeReport } from "../../../runtime/report/run/write-report.ts";
import { runLayout } from "../../../runtime/run/layout.ts";
import { readRunData } from "../../../runtime/run/manifest.ts";
import { train } from "../../../runtime/train/train.ts";
import { VERSION } from "../../../runtime/version.ts";
import { chromium, NO_CHROMIUM } from "../../kit/chromium.ts";
import { temporaryFolder } from "../temporary.ts";
import { LABELS, ROWS, writeManyProject } from "./kit/project.ts";

if (NO_CHROMIUM) console.warn("No Chromium on the path: the pages of reports are not looked at.");

describe("the report of a run", () => {
  const folder = temporaryFolder();
  const run = join(folder, "run");
  let file: string;
  let text: string;
  let browser: Browser | undefined;
  let page: Page;
  /** What the page says on its console, and what it asks for. */
  const said: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    await train(await writeManyProject(folder), { out: run, engine: "onnx" });
    file = await writeReport(run);
    text = readFileSync(file, "utf8");
    if (chromium === undefined) return;
    browser = await playwright.launch({ executablePath: chromium, args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith("data:")) asked.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
  }, 120_000);
  afterAll(() => browser?.close());

  it("is the same for the same run", async () => {
    const out = join(folder, "again.html");
    expect(await writeReport(run, { out })).toBe(out);
    expect(readFileSync(out, "utf8") === text).toBe(true);
  });

  it("looks at the test split only where it is asked to", async () => {
    expect(text).not.toMatch(/of the test split/);
    expect(text).toContain("30 rows of the validation split");
    const other = await writeReport(run, { split: "test" });
    expect(other).toBe(join(run, "report-test.html"));
    expect(readFileSync(other, "utf8")).toContain("18 rows of the test split");
  });

  it("holds no script, no address of anything else, and every text of the data as text", () => {
    expect(text).not.toMatch(/<script|<b>|<img src=x|javascript:/i);
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(text).toContain("&lt;b&gt;old&lt;/b&gt;");
    const tags = [...text.matchAll(/<[a-z][^<>]*>/g)].map(([tag]) => tag);
    const addresses = tags.flatMap((tag) =>
      [...tag.matchAll(/(?:src|href|data|action)="([^"]*)"|url\(([^)]*)\)/g)].map(
        ([, of, own]) => of ?? own!,
      ),
    );
    expect(addresses.length).toBeGreaterThan(20);
    expect(addresses.filter((to) => !/^(data:|#)/.test(to))).toEqual([]);
  });

  it("is written of a run that was ended before its first checkpoint", async () => {
    const early = join(folder, "early");
    mkdirSync(early);
    for (const name of ["run.json", "data.json"]) {
      cpSync(join(run, name), join(early, name));
    }
    cpSync(join(run, "source"), join(early, "source"), { recursive: true });
    const page = readFileSync(await writeReport(early), "utf8");
    expect(page).toContain("No step was taken");
    expect(page).toContain("Graph of the model");
    expect(page).not.toContain("Worst mistakes");
    rmSync(early, { recursive: true });
  });

  describe.skipIf(NO_CHROMIUM)("in Chromium", () => {
    const texts = (where: string) => page.locator(where).allInnerTexts();

    it("shows what it is to show, and asks for nothing", async () => {
      expect(await page.title()).toBe("Many");
      expect(await texts("h2")).toEqual([
        "Learning",
        "Output kind",
        "Output size",
        "Output tags",
        "Worst mistakes",
        "Model",
        "Run and data",
      ]);
      expect(await texts("nav a")).toEqual(await texts("h2"));
      const titles = await page.locator("#output-1 figcaption").allTextContents();
      expect(titles.map((title) => title.replace(/(?<=[a-z ])(Rows of|How ).*/s, ""))).toEqual([
        "Confusion matrix",
        "Reliability",
        "ROC curve",
        "Precision and recall",
      ]);
      expect(said).toEqual([]);
      expect(asked).toEqual([pathToFileURL(file).href]);
      expect(await page.locator("script").count()).toBe(0);
    });

    it("draws a point for each epoch, of training and of validation", async () => {
      const loss = page.locator("#learning figure").first();
      expect(await loss.locator("figcaption").textContent()).toMatch(/^loss/);
      const { epochs } = await readLearned(runLayout(run).metrics);
      for (const [series, of] of (["train", "validation"] as const).entries()) {
        const marks = await loss
          .locator(`svg [data-series="${series}"][transform]`)
          .evaluateAll((found) =>
            found.map((mark) =>
              (mark as unknown as { getAttribute(name: string): string }).getAttribute("transform"),
            ),
          );
        const heights = marks.map((transform) => Number(/,([\d.]+)\)$/.exec(transform)![1]));
        const values = epochs.map((epoch) => epoch[of]!.loss!);
        expect(heights).toHaveLength(3);
        // Heights follow values in proportion, downwards.
        const share = ([first, second, third]: number[]) => (third! - first!) / (second! - first!);
        expect(share(heights)).toBeCloseTo(share(values), 1);
        expect(heights[2]! > heights[0]!).toBe(values[2]! < values[0]!);
      }
      await loss.locator("summary").click();
      expect(await loss.locator("tbody tr").count()).toBe(3);
    });

    it("shows the figures of an evaluation", async () => {
      const { outputs } = await evaluate(run, { split: "validation" });
      const kind = outputs.find(({ name }) => name === "kind")!;
      if (kind.kind !== "category") throw new Error("kind is a category");
      const cells = await page.locator("#output-1 .confusion tbody td").allInnerTexts();
      expect(cells.map(Number)).toEqual(kind.confusion.flat());
      expect(cells.map(Number).reduce((a, b) => a + b, 0)).toBe(ROWS.validation);
      expect(await texts("#output-1 .confusion thead th")).toEqual([...LABELS]);
      const accuracy = page.locator("#output-1 tbody tr", { has: page.locator('th:text-is("accuracy")') });
      expect(await accuracy.locator("td").first().textContent()).toBe(kind.metrics.accuracy.value.toFixed(3));
      const table = page.locator("#output-1 table", { has: page.locator('caption:text-is("By label")') });
      expect(await table.locator("tbody th").allInnerTexts()).toEqual([...LABELS]);
      expect((await table.locator("tbody td:nth-child(2)").allInnerTexts()).map(Number)).toEqual(
        kind.byLabel.map(({ rows }) => rows),
      );
    });

    it("draws every row of a number as a point", async () => {
      const points = page.locator("#output-2 figure").first().locator('svg [data-series="0"][data-point]');
      expect(await points.count()).toBe(ROWS.validation);
    });

    it("shows the worst mistakes with pictures that load, sounds that play and texts", async () => {
      const cards = page.locator("#mistakes article");
      expect(await cards.count()).toBe(24);
      const losses = (await page.locator("#mistakes dl > div:first-child dd").allInnerTexts()).map(Number);
      expect(losses).toEqual([...losses].sort((a, b) => b - a));
      const sizes = await page.locator("#mistakes img").evaluateAll((pictures) =>
        pictures.map((picture) => {
          const { complete, naturalWidth, naturalHeight } = picture as unknown as Record<string, unknown>;
          return [complete, naturalWidth, naturalHeight];
        }),
      );
      expect(sizes).toEqual(Array(24).fill([true, 8, 8]));
      const seconds = await page
        .locator("#mistakes audio")
        .first()
        .evaluate(
          (sound: unknown) =>
            new Promise((resolve, reject) => {
              const audio = sound as {
                addEventListener: (name: string, then: () => void) => void;
                load(): void;
                duration: number;
                preload: string;
              };
              audio.addEventListener("loadedmetadata", () => resolve(audio.duration));
              audio.addEventListener("error", () => reject(new Error("the sound cannot be decoded")));
              audio.preload = "auto";
              audio.load();
            }),
        );
      expect(seconds).toBeCloseTo(1, 2);
      expect(await page.locator("#mistakes blockquote").count()).toBe(24);
      expect((await texts("#mistakes dd")).filter((words) => words === "absent").length).toBeGreaterThan(0);
    });

    it("draws the graph of the model, every part in the picture and none over another", async () => {
      const boxes = await page
        .locator("#model svg g.part rect")
        .evaluateAll((parts) =>
          parts.map((part) =>
            ["x", "y", "width", "height"].map((name) =>
              Number((part as unknown as { getAttribute(name: string): string }).getAttribute(name)),
            ),
          ),
        );
      expect(boxes.length).toBeGreaterThan(15);
      for (const [i, [x, y, width, height]] of boxes.entries()) {
        for (const [left, top, wide, high] of boxes.slice(i + 1)) {
          const apart =
            x! + width! <= left! || left! + wide! <= x! || y! + height! <= top! || top! + high! <= y!;
          expect(apart).toBe(true);
        }
      }
      const words = await page.locator("#model svg text").allTextContents();
      expect(words).toContain("picture: image");
      expect(words).toContain("8 × 8 × 1");
      expect(words).toContain("sight = Seen");
      expect(words).toContain("40 par. · 2304 MAC");
      // Writing stays within its box.
      const wide = await page.locator("#model svg g.part").evaluateAll(
        (parts) =>
          parts.filter((part) => {
            type Element = {
              getBBox(): { width: number };
              querySelectorAll(what: string): Iterable<Element>;
            };
            const inside = part as unknown as Element;
            const [box] = [...inside.querySelectorAll("rect")];
            return [...inside.querySelectorAll("text")].some(
              (line) => line.getBBox().width > box!.getBBox().width,
            );
          }).length,
      );
      expect(wide).toBe(0);
    });

    it("names versions and the hash of the data", async () => {
      const facts = await page.locator("#run").textContent();
      expect(facts).toContain(VERSION);
      expect(facts).toContain(readRunData(runLayout(run))!.splits.test.hash);
    });

    it.each(["light", "dark"] as const)("can be read on a narrow %s screen", async (colorScheme) => {
      const narrow = await browser!.newPage({ colorScheme, viewport: { width: 360, height: 740 } });
      await narrow.goto(pathToFileURL(file).href);
      expect(await narrow.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
      const [ink, paper] = (await narrow.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]",
      )) as [string, string];
      const light = (colour: string) => Number(/\d+/.exec(colour)![0]);
      expect(light(ink) > light(paper)).toBe(colorScheme === "dark");
      await narrow.close();
    });
  });
});
