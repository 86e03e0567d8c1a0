import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEmoji } from "../../examples/emoji/emoji.ts";
import { servePage } from "../../examples/emoji/page/server.ts";
import { build } from "../../runtime/build/build.ts";
import { browserWith } from "../../runtime/build/targets/browser.ts";
import { eagerBackend } from "../../runtime/eager/backend.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { initialValues } from "../../runtime/model/initial-values.ts";
import type { CategoryDecision } from "../../runtime/outputs/category.ts";
import { createPredictor } from "../../runtime/predict/predictor.ts";
import { writeCheckpoint } from "../../runtime/run/checkpoint.ts";
import { createRun } from "../../runtime/run/create-run.ts";
import { writeRunData } from "../../runtime/run/manifest.ts";
import { bundleBrowser } from "../../scripts/browser.mjs";
import { chromium, NO_CHROMIUM } from "../kit/chromium.ts";
import { tfjsOn } from "../runtime/eager/kit/tfjs.ts";
import { temporaryFolder } from "../runtime/temporary.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const NOTHING = { step: 0, epoch: 0, rows: 0, loss: 0, terms: {}, tallies: {}, metrics: 0, seconds: 0 };
const fitted = { name: { vocabulary: ["face", "grinning", "with", "hand"] }, picture: {} };

if (NO_CHROMIUM) console.warn("No Chromium on the path: the page of the emoji example is not tested.");

/** A run of the emoji model before its first step. */
function newRun(folder: string) {
  const { models, sources, folder: project } = compileFile("examples/emoji/fused.fuse", repository);
  const { model } = models[0]!;
  const asked = { model: "EmojiGroup", entry: "examples/emoji/fused.fuse", seed: 7, epochs: 1, batch: 64 };
  const layout = createRun({ out: join(folder, "run"), project, sources, ...asked });
  const split = { rows: 1, hash: "" };
  writeRunData(layout, { splits: { train: split, validation: split, test: split }, fitted });
  const drawn = initialValues(model.variables, { seed: 7, horizon: 10 });
  // Louder paths, so that what the model says of an emoji is its own.
  const values = new Map(
    [...drawn].map(([name, { shape, data }]) => [
      name,
      { shape, data: /^by_.*kernel$/.test(name) ? data.map((value) => 20 * value) : data },
    ]),
  );
  writeCheckpoint(layout.last, { state: { format: 2, ...NOTHING }, values });
  return { run: layout.folder, model, values };
}

describe.skipIf(NO_CHROMIUM)("the page of the emoji example in Chromium", () => {
  const folder = temporaryFolder();
  const { run, model, values } = newRun(folder);
  let browser: Browser;
  let server: Server;
  let address: string;

  beforeAll(async () => {
    await bundleBrowser(join(folder, "bundle"));
    const out = join(folder, "model");
    await build(run, browserWith(join(folder, "bundle")), { out });
    server = await servePage(out, 0);
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
    browser = await playwright.launch({
      executablePath: chromium!,
      args: ["--no-sandbox", "--disable-background-networking"],
    });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function opened(query: string, prepare?: (page: Page) => Promise<unknown>) {
    const page = await browser.newPage();
    const faults: string[] = [];
    const origins = new Set<string>();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
    await prepare?.(page);
    await page.goto(`${address}/${query}`);
    return { page, faults, origins };
  }

  const ready = (page: Page) => page.waitForSelector("#predict:enabled");
  const pageTells = (page: Page) => page.textContent("#state");

  /** The shares of the groups as the page shows them, in percent. */
  async function answered(page: Page): Promise<Record<string, number>> {
    await page.click("#predict");
    await page.waitForSelector("#answer tr");
    const rows = await page.locator("#answer tr").allInnerTexts();
    return Object.fromEntries(
      rows.map((row) => {
        const [, label, share] = /^(\w+)\s+([\d.]+)%/.exec(row)!;
        return [label!, Number(share)];
      }),
    );
  }

  /** What the model says of the first emoji of the page in Node, where the picture's file is decoded by another library. */
  async function inNode(): Promise<Readonly<Record<string, number>>> {
    const tf = await tfjsOn("cpu");
    const open = await eagerBackend(tf).open(model, { folder: "", sources: [] });
    open.assign(values);
    const { label, picture } = readEmoji()[0]!;
    const [prediction] = await createPredictor<{ group: CategoryDecision }>({ model: open, fitted }).predict(
      [{ name: label, picture }],
      { files: { folder: "/" } },
    );
    open.close();
    return prediction!.group.probabilities;
  }

  test("takes the first backend that there is, says which, and predicts what Node predicts", async () => {
    const { page, faults, origins } = await opened("");
    await ready(page);
    expect(await pageTells(page)).toMatch(/^EmojiGroup runs on (webgpu|webgl|wasm|cpu)\.$/);
    const shown = await answered(page);
    expect(Math.max(...Object.values(shown))).toBeGreaterThan(20);
    for (const [label, share] of Object.entries(await inNode())) {
      expect(Math.abs(shown[label]! - 100 * share), label).toBeLessThan(0.1);
    }
    expect(faults).toEqual([]);
    expect(origins).toEqual(new Set([address]));
    await page.close();
  });

  test("trains for 20 steps while the loss falls", async () => {
    const { page, faults } = await opened("?backend=wasm");
    await ready(page);
    expect(await pageTells(page)).toBe("EmojiGroup runs on wasm.");
    const before = await answered(page);
    await page.click("#train");
    await page.waitForSelector("#train:enabled", { timeout: 100_000 });
    expect(await page.textContent("#loss")).toMatch(/^Step 20 of 20/);
    const points = (await page.getAttribute("#losses", "points"))!.split(" ");
    const heights = points.map((point) => 10 - Number(point.split(",")[1]));
    const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
    expect(heights).toHaveLength(20);
    expect(mean(heights.slice(-5))).toBeLessThan(0.95 * mean(heights.slice(0, 5)));
    expect(await answered(page)).not.toEqual(before);
    expect(faults).toEqual([]);
    await page.close();
  }, 120_000);

  test.each([
    ["weights that are cut off", "weights.safetensors", "is not a sound safetensors file"],
    ["a model that is cut off", "model.json", "holds no model of this version"],
  ])("says what is wrong with %s", async (_, name, message) => {
    const { page } = await opened("?backend=cpu", (page) =>
      page.route(`**/${name}`, async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({ body: body.subarray(0, body.length / 2) });
      }),
    );
    await page.waitForFunction("!/loading/.test(document.querySelector('#state').textContent)");
    expect(await pageTells(page)).toContain(message);
    await page.close();
  });
});
