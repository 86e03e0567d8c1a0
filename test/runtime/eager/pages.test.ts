import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../compiler/graph/primitives/index.ts";
import { storeModel } from "../../../compiler/targets/browser/stored-model.ts";
import { appliedCases, ROWS } from "../../compiler/graph/kit/applied.ts";
import { differences } from "../../compiler/graph/kit/close.ts";
import { interpret } from "../../compiler/graph/kit/interpret.ts";
import { programOf } from "../../compiler/graph/kit/on-engine.ts";
import { chromium, NO_CHROMIUM } from "../../kit/chromium.ts";
import { variablesOf } from "./kit/compute.ts";
import type { Asked } from "./kit/page-child.ts";

const full = process.env.FUSEWIRE_FULL !== undefined;
const rows = { rows: { shape: [ROWS], data: Array<number>(ROWS).fill(1) } };
const NAMES = Object.keys(primitives) as PrimitiveName[];

/** Cases of a primitive; only the first unless all proofs run whole, but two of the pools, the second with equal numbers. */
const casesOf = (name: PrimitiveName) => {
  const g = createOps(createBuilder());
  const cases = appliedCases(g, name);
  return full ? cases : cases.slice(0, name === "max_pool2d_gradient" ? 2 : 1);
};

/** By the specifications of WebGL and WebGPU: 2^-11 for sine and cosine. */
const toleranceOf = (name: PrimitiveName): number => (name === "sin" || name === "cos" ? 2 ** -11 : 1e-4);

if (NO_CHROMIUM) console.warn("No Chromium on the path: programs are not computed in a page.");

describe.skipIf(NO_CHROMIUM)("programs in a page of Chromium", () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    const entry = fileURLToPath(new URL("./kit/page-child.ts", import.meta.url));
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      logLevel: "error",
    });
    server = createServer(({ url }, response) => {
      const type = url === "/page.js" ? "text/javascript" : "text/html";
      response.writeHead(200, { "content-type": type });
      response.end(
        url === "/page.js" ? outputFiles[0]!.text : '<script type="module" src="page.js"></script>',
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await playwright.launch({
      executablePath: chromium!,
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        // Both computed by the processor, where there is no graphics card.
        "--enable-unsafe-webgpu",
        "--use-webgpu-adapter=swiftshader",
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.each(full ? ["webgl", "webgpu"] : ["webgl"])(
    "give on %s what plain loops give",
    async (backend) => {
      const cases = NAMES.flatMap((name) =>
        casesOf(name).map(({ apply, operands, given }, k) => {
          const results = Object.fromEntries(apply(operands).map((output, i) => [`result ${i}`, output]));
          return { name, k, results, given: { ...given, ...rows } };
        }),
      );
      const asked = cases.map(({ results, given }): Asked => {
        const predict = programOf("predict", results);
        const face = { model: "Case", inputs: [], outputs: [] };
        return { model: storeModel({ interface: face, variables: variablesOf(predict), predict }), given };
      });
      const page = await browser.newPage();
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
      await page.waitForFunction("globalThis.computeAll");
      const answers: (string | Record<string, { shape: number[]; data: string }>)[] = await page.evaluate(
        `computeAll(${JSON.stringify(backend)}, ${JSON.stringify(asked)})`,
      );
      await page.close();
      for (const [i, { name, k, results, given }] of cases.entries()) {
        const answer = answers[i]!;
        if (typeof answer === "string") throw new Error(`${name}, case ${k}: ${answer}`);
        const found = Object.fromEntries(
          Object.entries(answer).map(([key, { shape, data }]) => [
            key,
            { shape, data: data === "" ? [] : data.split(" ").map(Number) },
          ]),
        );
        const wanted = interpret(results, given, ROWS);
        expect(differences(found, wanted, toleranceOf(name)), `${name}, case ${k}`).toEqual([]);
      }
    },
    120_000,
  );
});
