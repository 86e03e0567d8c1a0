import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Program } from "../../../../compiler/graph/graph.ts";
import { libraryBlocks } from "../../../../compiler/library/blocks.ts";
import type { CompiledModel } from "../../../../compiler/plan/compiled-model.ts";
import { writeOnnx } from "../../../../compiler/targets/onnx/model.ts";
import { compileFile } from "../../../../runtime/model/compile-file.ts";
import { NO_PYTHON, python } from "../../../kit/python.ts";
import { exampleModel } from "../../../library/kit/example.ts";
import { temporaryFolder } from "../../../runtime/temporary.ts";
import { differences } from "../../graph/kit/close.ts";
import { compiled, madeUp, type Numbers, records, run } from "../../kit/models.ts";
import { onOnnx } from "./kit/on-onnx.ts";

const blocks = libraryBlocks();

/** Whether a program gives in ONNX Runtime what plain loops give, with the weights inside. */
async function expectAgreement(
  program: Program,
  { variables }: CompiledModel,
  given: Numbers,
  rows: number,
): Promise<void> {
  const values = madeUp(variables);
  const { results } = run(program, { ...values, ...given }, rows);
  const found = await onOnnx(program, given, { values: new Map(Object.entries(values)) });
  expect(differences(found, results, 1e-4)).toEqual([]);
}

describe("a model with each block of the library agrees with plain loops", () => {
  test.each(blocks.map((block) => [`${block.library} ${block.name}`, block] as const))(
    "%s",
    async (_, block) => {
      const { model } = compiled(exampleModel(block));
      const given = records(model, 3);
      await expectAgreement(model.predict, model, given, 3);
      await expectAgreement(model.training!.evaluate, model, given, 3);
    },
  );
});

test("the emoji model agrees with plain loops", async () => {
  const { model } = compileFile("examples/emoji/fused.fuse").models[0]!;
  await expectAgreement(model.predict, model, records(model, 1), 1);
}, 60_000);

describe("Python's ONNX", () => {
  const folder = temporaryFolder();

  test.skipIf(NO_PYTHON)(
    "accepts every model, as Python's checker says",
    () => {
      const files = blocks.flatMap((block) => {
        const { model } = compiled(exampleModel(block));
        const values = new Map(Object.entries(madeUp(model.variables)));
        return [model.predict, model.training!.evaluate].map((program) => {
          const file = join(folder, `${block.name}-${program.name}.onnx`);
          writeFileSync(file, writeOnnx(program, { values }).bytes);
          return file;
        });
      });
      const script = `import onnx
answer = []
for file in given:
    try:
        onnx.checker.check_model(onnx.load(file), full_check=True)
    except Exception as error:
        answer.append(f"{file}: {error}")`;
      expect(python(script, files)).toEqual([]);
    },
    120_000,
  );
});
