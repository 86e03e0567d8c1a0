import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { TUNING } from "../../examples/emoji/settings.ts";
import { writeBetweenMarks } from "../../examples/kit/marked.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { temporaryFolder } from "../runtime/temporary.ts";

const { draw: drawSettings, placesIn: tunedIn, apply: withSetting } = TUNING;
const MODELS = ["words", "picture", "fused"] as const;
const textOf = (model: string): string => readFileSync(`examples/emoji/${model}.fuse`, "utf8");

describe("settings to try", () => {
  it("are as many as asked for, and differ for every model", () => {
    for (const model of MODELS) {
      const tried = drawSettings(8, 1).map((setting) => withSetting(textOf(model), setting));
      expect(new Set(tried).size).toBe(8);
    }
  });

  it("follow from the seed", () => {
    expect(drawSettings(8, 1)).toEqual(drawSettings(8, 1));
    expect(drawSettings(8, 1)).not.toEqual(drawSettings(8, 2));
    expect(drawSettings(4, 1)).toEqual(drawSettings(8, 1).slice(0, 4));
  });

  it("have a place in every model that they concern", () => {
    const common = ["learning rate", "weight decay", "label smoothing", "encoder dropout"];
    expect(tunedIn(textOf("picture"))).toEqual(common);
    expect(tunedIn(textOf("words"))).toEqual([...common, "word dropout", "vocabulary"]);
    expect(tunedIn(textOf("fused"))).toEqual([
      ...common,
      "word dropout",
      "vocabulary",
      "joint dropout",
      "weight of each path's loss",
    ]);
  });

  it("change their places and nothing else, and can be changed back", () => {
    for (const model of MODELS) {
      const [one, other] = drawSettings(2, 1);
      const written = withSetting(textOf(model), one!);
      expect(withSetting(withSetting(written, other!), one!)).toBe(written);
      const numbers = /(?<=[ (])[\d_.e-]+/g;
      expect(written.replaceAll(numbers, "#")).toBe(textOf(model).replaceAll(numbers, "#"));
    }
  });

  it("give models that compile within their budgets, with the same encoders", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "parts.fuse"), textOf("parts"));
    for (const setting of drawSettings(8, 1)) {
      for (const model of MODELS) {
        const file = join(folder, `${model}.fuse`);
        writeFileSync(file, withSetting(textOf(model), setting));
        const { findings } = compileFile(file);
        expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      }
    }
  });
});

describe("a table in a Markdown file", () => {
  it("replaces what stands between its marks, whatever it holds", () => {
    const file = join(temporaryFolder(), "README.md");
    const open = "<!-- table:one, written by a command -->";
    writeFileSync(file, `before\n${open}\nold\n<!-- /table:one -->\nafter\n`);
    writeBetweenMarks(file, "one", "$1 new");
    writeBetweenMarks(file, "one", "$& newer");
    expect(readFileSync(file, "utf8")).toBe(`before\n${open}\n\n$& newer\n\n<!-- /table:one -->\nafter\n`);
    expect(() => writeBetweenMarks(file, "two", "")).toThrow("has no place for the table two");
  });
});
