import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { compileFile } from "../../runtime/model/compile-file.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

function trainedShapes(file: string): string[] {
  const { models } = compileFile(file, repository);
  return models[0]!.model.variables
    .filter(({ role }) => role === "weight" || role === "statistic")
    .map(({ role, shape }) => `${role} [${shape}]`)
    .sort();
}

it("measures a model with the weights of the emoji example", () => {
  const shapes = trainedShapes("bench/models/emoji.fuse");
  expect(shapes.length).toBeGreaterThan(0);
  expect(shapes).toEqual(trainedShapes("examples/emoji/fused.fuse"));
});
