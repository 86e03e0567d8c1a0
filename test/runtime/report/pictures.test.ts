import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { libraryBlocks } from "../../../compiler/library/blocks.ts";
import { outlineOf } from "../../../compiler/outline/outline.ts";
import { pictureOf } from "../../../runtime/report/model/picture.ts";

/** With how many parts at most. */
const LIMITS = [8, 60] as const;

describe("the picture of a model with a block of the library", () => {
  it.each(libraryBlocks().map((block) => [block.name, block] as const))("shows all of %s", (name, block) => {
    const source = `use ${block.library} { ${name} }\ncategory Mood = ["glad", "sad"]\nmodel Own {\n${block.example}\n}\n`;
    const { models } = compile("own.fuse", (file) => (file === "own.fuse" ? source : undefined));
    const { model, typed, cost } = models[0]!;
    for (const most of LIMITS) {
      const outline = outlineOf(typed, model, most);
      const costs = [...outline.parts].reduce(
        (sum, { parameters, macs }) => ({ parameters: sum.parameters + parameters, macs: sum.macs + macs }),
        { parameters: 0, macs: 0 },
      );
      expect(costs).toEqual({ parameters: cost.total.parameters, macs: cost.total.macs });
      const { html } = pictureOf(outline, name);
      expect(html).not.toMatch(/NaN|undefined|Infinity/);
      expect(html.match(/<g class="part">/g)).toHaveLength(outline.parts.length);
      expect(html.match(/<path class="edge"/g)).toHaveLength(outline.flows.length);
      // Everything but outputs leads somewhere, everything but inputs and weights comes from somewhere.
      const [from, to] = [
        new Set(outline.flows.map((flow) => flow.from)),
        new Set(outline.flows.map((flow) => flow.to)),
      ];
      outline.parts.forEach(({ kind }, i) => {
        if (kind !== "output" && kind !== "input") expect(from.has(i)).toBe(true);
        if (kind !== "input" && kind !== "weight") expect(to.has(i)).toBe(true);
      });
    }
    expect(outlineOf(typed, model).parts.length).toBeLessThanOrEqual(60);
  });
});
