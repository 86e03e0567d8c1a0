import { Ajv2019 } from "ajv/dist/2019.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../diagnostics/render/formats.ts";
import { renderGithub } from "../../diagnostics/render/github.ts";
import { renderJson } from "../../diagnostics/render/json.ts";
import { renderSarif } from "../../diagnostics/render/sarif.ts";
import { golden } from "../kit/golden.ts";
import { layouts } from "./layouts.ts";
import { example, finding, registry, type Sample, twoFiles } from "./samples.ts";
import { sarifSchema } from "./sarif.schema.ts";

const samples: Readonly<Record<string, Sample>> = { example, "two-files": twoFiles };

describe.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])("%s", (format) => {
  test.each(Object.keys(samples))("of %s", async (name) => {
    const { diagnostics, sources } = samples[name]!;
    const written = FORMATS[format](diagnostics, sources, { version: "1.2.3", registry });
    await golden(`golden/${format}/${name}.txt`, written);
  });

  test("ends with a line break", () => {
    expect(FORMATS[format](example.diagnostics, example.sources)).toMatch(/[^\n]\n$/);
  });
});

describe("json", () => {
  test("places select the marked text, and lines and columns count from one", () => {
    for (const { diagnostics, sources } of Object.values(layouts)) {
      for (const [index, one] of JSON.parse(renderJson(diagnostics, sources)).entries()) {
        const text = sources.find((source) => source.file === one.file)?.text;
        if (text === undefined) {
          expect(one.start).toEqual({ line: null, column: null, offset: diagnostics[index]!.span.start });
          continue;
        }
        const before = text.slice(0, one.start.offset).split("\n");
        expect([one.start.line, one.start.column]).toEqual([before.length, before.at(-1)!.length + 1]);
      }
    }
  });

  test("an empty list is an empty array", () => {
    expect(renderJson([], [])).toBe("[]\n");
  });
});

describe("github", () => {
  /** What a runner reads from a command, by the rules for workflow commands. */
  function read(command: string) {
    const [, kind, list, data] = /^::(\w+) (.*?)::(.*)\n$/.exec(command) ?? [];
    const properties = list!.split(",").map((pair) => {
      const [key, value] = pair.split("=", 2);
      const plain = value!.replaceAll("%3A", ":").replaceAll("%2C", ",");
      return [key, plain.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%")];
    });
    const message = data!.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
    return { kind, properties: Object.fromEntries(properties), message };
  }

  test("any message and any file name are one command and come back whole", () => {
    const unit = fc.constantFrom("a", "%", ":", "::", ",", "\n", "\r", "%0A", "%3A", " ", "é");
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), fc.string({ unit, minLength: 1 }), (message, file) => {
        const command = renderGithub(
          [finding({ file, start: 0, end: 1 }, { message })],
          [{ file, text: "x" }],
        );
        const { kind, properties, message: found } = read(command);
        expect(kind).toBe("error");
        expect(found).toBe(message);
        expect(properties).toEqual({
          file,
          line: "1",
          col: "1",
          endLine: "1",
          endColumn: "2",
          title: "FW2104",
        });
      }),
    );
  });

  test("columns are left out where a span has several lines", () => {
    const { diagnostics, sources } = layouts["several-lines"]!;
    expect(read(renderGithub(diagnostics, sources)).properties).toEqual({
      file: "sample.fuse",
      line: "2",
      endLine: "6",
      title: "FW2104",
    });
  });

  test("nothing found is nothing written", () => {
    expect(renderGithub([], [])).toBe("");
  });
});

describe("sarif", () => {
  const validate = new Ajv2019({ allErrors: true, strict: true }).compile(sarifSchema);

  test.each(Object.entries({ ...samples, ...layouts }))("of %s is valid", (_, { diagnostics, sources }) => {
    const log: unknown = JSON.parse(renderSarif(diagnostics, sources, { version: "1.2.3", registry }));
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
  });

  test("each result's rule is the one of its code", () => {
    const { diagnostics, sources } = twoFiles;
    const { tool, results } = JSON.parse(renderSarif(diagnostics, sources, { registry })).runs[0];
    expect(results).toHaveLength(diagnostics.length);
    for (const [index, { ruleId, ruleIndex }] of results.entries()) {
      expect(ruleId).toBe(diagnostics[index]!.code);
      expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    }
  });

  test.each([
    ["lib/vision 1.fuse", "lib/vision%201.fuse"],
    ["lib\\vision.fuse", "lib/vision.fuse"],
    ["/home/ä/x.fuse", "file:///home/%C3%A4/x.fuse"],
    ["C:\\models\\x.fuse", "file:///C:/models/x.fuse"],
    ["\ud800.fuse", "%EF%BF%BD.fuse"],
  ])("the file %s has the address %s", (file, uri) => {
    const { results } = JSON.parse(renderSarif([finding({ file, start: 0, end: 1 })], [])).runs[0];
    expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test("a fix gives the mended text", () => {
    const { diagnostics, sources } = example;
    const { fixes } = JSON.parse(renderSarif(diagnostics, sources)).runs[0].results[0];
    const { deletedRegion, insertedContent } = fixes[0].artifactChanges[0].replacements[0];
    const { text } = sources[0]!;
    const { charOffset, charLength } = deletedRegion;
    const mended = text.slice(0, charOffset) + insertedContent.text + text.slice(charOffset + charLength);
    expect(mended).toContain("joint = sum(words, sound, width: 128)\n");
  });
});
