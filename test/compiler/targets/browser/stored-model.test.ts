import { describe, expect, test } from "vitest";
import { libraryBlocks } from "../../../../compiler/library/blocks.ts";
import { programsOf } from "../../../../compiler/plan/compiled-model.ts";
import { openStored, storeModel } from "../../../../compiler/targets/browser/stored-model.ts";
import { exampleModel } from "../../../library/kit/example.ts";
import { compiled, training } from "../../kit/models.ts";
import { showProgram } from "../../lower/show.ts";

const SOURCE = `category Mood = ["</script>", "\${alert(1)}", "it's \\"sad\\"", "__proto__"]
/// */ import("evil");
model Small {
  /// \`\${1}\`
  input constructor: vector(3)
  output mood: Mood = constructor |> dense(4, tanh) |> dropout(0.3) |> classify(Mood)
}
${training("Small", ["constructor"], "mood")}`;

describe("a stored model", () => {
  test.each([SOURCE, ...libraryBlocks().map(exampleModel)])("is opened as it was, number %#", (source) => {
    const { model } = compiled(source);
    const opened = openStored(storeModel(model));
    expect(opened.interface).toEqual(model.interface);
    expect(opened.variables).toEqual(model.variables);
    expect(programsOf(opened).map(showProgram)).toEqual(programsOf(model).map(showProgram));
    expect(storeModel(opened)).toBe(storeModel(model));
  });

  test("is not opened where it is cut off, of another format, or holds what no primitive makes", () => {
    const text = storeModel(compiled(SOURCE).model);
    for (let end = 0; end < text.length; end += 97) {
      expect(() => openStored(text.slice(0, end)), `${end}`).toThrow();
    }
    for (const [from, to] of [
      ['"format":1', '"format":2'],
      ['"matmul"', '"toString"'],
      ['"variable":"mood/classify/kernel"', '"variable":"mood/classify/other"'],
      ['"transposeA":false', '"transposeA":true'],
    ] as const) {
      expect(text).toContain(from);
      expect(() => openStored(text.replace(from, to)), from).toThrow();
    }
  });
});
