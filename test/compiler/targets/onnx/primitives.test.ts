import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../../compiler/graph/primitives/index.ts";
import { simplify } from "../../../../compiler/graph/simplify.ts";
import { appliedCases, ROWS } from "../../graph/kit/applied.ts";
import { differences } from "../../graph/kit/close.ts";
import { interpret } from "../../graph/kit/interpret.ts";
import { programOf } from "../../graph/kit/on-engine.ts";
import { randomPrograms } from "../../graph/kit/random-programs.ts";
import { table } from "../../operators/kit/arrays.ts";
import { onOnnx } from "./kit/on-onnx.ts";

const NAMES = (Object.keys(primitives) as PrimitiveName[]).filter(
  // Random numbers are handed in.
  (name) => name !== "random_uniform",
);

describe("every primitive gives in ONNX Runtime what plain loops give", () => {
  test.each(NAMES)("%s", async (name) => {
    const g = createOps(createBuilder());
    const cases = appliedCases(g, name);
    const results = Object.fromEntries(
      cases.flatMap(({ apply, operands }, k) =>
        apply(operands).map((output, i) => [`case ${k}, result ${i}`, output] as const),
      ),
    );
    const given = Object.assign({}, ...cases.map((applied) => applied.given));
    const found = await onOnnx(programOf("forward", results), given);
    expect(differences(found, interpret(results, given, ROWS), 2e-6)).toEqual([]);
  });
});

const COUNT = process.env.FUSEWIRE_FULL === undefined ? 40 : 1000;

describe("random graphs give in ONNX Runtime what plain loops give", () => {
  test.each(table(COUNT / 10, (i) => i * 10))("from number %i on", async (first) => {
    for (const i of table(10, (i) => i)) {
      const { forward, given } = randomPrograms(20_000 + first + i);
      const wanted = interpret(forward.results, given, ROWS);
      for (const program of [forward, simplify(forward)]) {
        expect(differences(await onOnnx(program, given), wanted, 1e-3), `number ${first + i}`).toEqual([]);
      }
    }
  });

  test("from a kernel that lies as images do", async () => {
    const { forward, given } = randomPrograms(20_428);
    expect(differences(await onOnnx(forward, given), interpret(forward.results, given, ROWS), 1e-3)).toEqual(
      [],
    );
  });
});
