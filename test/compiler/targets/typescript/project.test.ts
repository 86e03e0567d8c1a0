import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Project, ts } from "ts-morph";
import { beforeAll, describe, expect, it } from "vitest";
import { TFJS, writeProject } from "../../../../compiler/targets/typescript/project.ts";
import { hostileSource } from "./kit/hostile.ts";
import { PROJECTS } from "./kit/models.ts";
import { type Files, projectOf } from "./kit/project.ts";

const ROOT = join(import.meta.dirname, "../../../..");

describe("the generated project", () => {
  const all = new Map<string, Files>();
  beforeAll(async () => {
    for (const [name, { files }] of Object.entries(PROJECTS)) all.set(name, await files());
    all.set("hostile", await projectOf(hostileSource(), "M"));
  });

  it.each(Object.keys(PROJECTS))("of %s is what it was", async (name) => {
    const { path } = PROJECTS[name]!;
    await expect(all.get(name)!.get(path)).toMatchFileSnapshot(`golden/${name}.ts.txt`);
  });

  it("comes with what it needs to be built, and nothing else", async () => {
    const files = all.get("early-fusion")!;
    await expect([...files.keys()].join("\n")).toMatchFileSnapshot("golden/early-fusion.files.txt");
    await expect(files.get("README.md")).toMatchFileSnapshot("golden/early-fusion.readme.txt");
    await expect(files.get("package.json")).toMatchFileSnapshot("golden/early-fusion.package.txt");
  });

  it("is the same again", async () => {
    for (const [name, { files }] of Object.entries(PROJECTS)) expect(await files()).toEqual(all.get(name));
  });

  it("compiles under its own strict settings", { timeout: 120_000 }, () => {
    const options = JSON.parse(all.get("emoji")!.get("tsconfig.json")!) as { compilerOptions: object };
    const { config } = ts.parseConfigFileTextToJson("tsconfig.json", JSON.stringify(options));
    const parsed = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
    expect(parsed.errors).toEqual([]);
    expect(parsed.options).toMatchObject({ strict: true, noUnusedLocals: true });
    const project = new Project({
      compilerOptions: { ...parsed.options, rootDir: undefined!, noEmit: true, types: [] },
    });
    for (const [name, files] of all) {
      for (const [path, text] of files) {
        if (path.endsWith(".ts")) project.createSourceFile(join(ROOT, "test/.none", name, path), text);
      }
    }
    const told = project.getPreEmitDiagnostics().map((one) => {
      const text = one.getMessageText();
      return `${one.getSourceFile()?.getFilePath()}:${one.getLineNumber()} ${typeof text === "string" ? text : text.getMessageText()}`;
    });
    expect(told).toEqual([]);
  });

  it("passes the repository's linter and formatter", () => {
    const folder = mkdtempSync(join(tmpdir(), "fusewire-lint-"));
    try {
      for (const [name, files] of all) {
        // Labels that look like templates are warned of, and have to stay.
        if (name === "hostile") continue;
        for (const [path, text] of files) {
          const file = join(folder, name, path);
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, text);
        }
      }
      const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
      const flags = [`--config-path=${ROOT}`, "--vcs-enabled=false", "--error-on-warnings"];
      const { status, stdout, stderr } = spawnSync(process.execPath, [biome, "ci", ...flags, folder], {
        encoding: "utf8",
      });
      expect(status, stdout + stderr).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it.each(Object.entries(TFJS))("computes with %s where that is asked for", async (tfjs, name) => {
    const source =
      'category Mood = ["glad", "sad"]\nmodel M {\n  input v: vector(2)\n  output mood: Mood = v |> classify(Mood)\n}';
    const files = await writeProject("main.fuse", () => source, "M", { tfjs: tfjs as keyof typeof TFJS });
    expect(files.get("src/support/tf.ts")).toContain(`"${name}"`);
    expect(JSON.parse(files.get("package.json")!)).toMatchObject({ dependencies: { [name]: "^4.22.0" } });
    expect(files.has("src/support/train.ts")).toBe(false);
  });
});
