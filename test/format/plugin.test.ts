import * as prettier from "prettier";
import { describe, expect, test } from "vitest";
import { layOut } from "../../format/lay-out.ts";
import * as plugin from "../../format/plugin.ts";

const SOURCE = `model M{
  said=words|>embed(64)|>mean(over:word)|>dense(64,relu) // what is said
  joint = concat(said, shown, heard, touched, smelled, remembered, expected, imagined, forgotten, lost, found)
}
`;

describe("people's own Prettier", () => {
  test("finds the language by the name of a file", async () => {
    const info = await prettier.getFileInfo("models/feeling.fuse", { plugins: [plugin] });
    expect(info.inferredParser).toBe("fusewire");
  });

  test.each([{}, { printWidth: 40, tabWidth: 8, useTabs: true }, { semi: false, singleQuote: true }])(
    "lays sources out the same, whatever its settings: %o",
    async (settings) => {
      const written = await prettier.format(SOURCE, { filepath: "a.fuse", plugins: [plugin], ...settings });
      expect(written).toBe(layOut(SOURCE));
      expect(await prettier.check(written, { filepath: "a.fuse", plugins: [plugin], ...settings })).toBe(
        true,
      );
    },
  );

  test("ends lines as a project wants them", async () => {
    const settings = { filepath: "a.fuse", plugins: [plugin], endOfLine: "crlf" as const };
    expect(await prettier.format(SOURCE, settings)).toBe(layOut(SOURCE).replaceAll("\n", "\r\n"));
  });

  test("keeps spaces in what cannot be read", async () => {
    const source = "model M {\n  x = f(1,   \n    2\n  y = 1\n}\n";
    expect(await prettier.format(source, { filepath: "a.fuse", plugins: [plugin] })).toBe(source);
  });

  test("lays out what stands in Markdown", async () => {
    const written = await prettier.format("* Text:\n\n  ```fuse\n  model M{ x=1 }\n  ```\n", {
      parser: "markdown",
      plugins: [plugin],
    });
    expect(written).toBe("- Text:\n\n  ```fuse\n  model M {\n    x = 1\n  }\n  ```\n");
  });

  test("keeps the place of the cursor", async () => {
    const cursorOffset = SOURCE.indexOf("embed");
    const { formatted, cursorOffset: moved } = await prettier.formatWithCursor(SOURCE, {
      filepath: "a.fuse",
      plugins: [plugin],
      cursorOffset,
    });
    expect(formatted.slice(moved)).toMatch(/^ ?embed/);
  });
});
