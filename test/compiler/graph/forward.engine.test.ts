import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../compiler/graph/primitives/index.ts";
import { BATCH } from "../../../compiler/graph/tensor.ts";
import { temporaryFolder } from "../../runtime/temporary.ts";
import { appliedCases, ROWS } from "./kit/applied.ts";
import { differences } from "./kit/close.ts";
import { interpret } from "./kit/interpret.ts";
import { onEngine, programOf } from "./kit/on-engine.ts";

const NAMES = Object.keys(primitives) as PrimitiveName[];

/** All cases of a primitive as one program, with values for its feeds. */
function everyCase(name: PrimitiveName) {
  const g = createOps(createBuilder());
  const cases = appliedCases(g, name);
  const results = Object.fromEntries(
    cases.flatMap(({ apply, operands }, k) =>
      apply(operands).map((output, i) => [`case ${k}, result ${i}`, output] as const),
    ),
  );
  return { results, given: Object.assign({}, ...cases.map((applied) => applied.given)) };
}

describe.each([
  ["float32", 2e-6],
  ["float64", 2e-7],
] as const)("every primitive in %s gives on the engine what plain loops give", (precision, tolerance) => {
  const folder = temporaryFolder();

  test.each(NAMES)("%s", async (name) => {
    const { results, given } = everyCase(name);
    const program = programOf("forward", results);
    const engine = await onEngine(folder, [program], { precision }, given);
    const found = engine.call(program, given);
    engine.dispose();
    expect(differences(found, interpret(results, given, ROWS), tolerance)).toEqual([]);
  });
});

describe("the number of rows", () => {
  const folder = temporaryFolder();

  test.each([1, 2, 5])("follows from a feed that has %i places for each", async (places) => {
    const g = createOps(createBuilder());
    const x = g.feed({ name: "x", shape: [2, { batch: places }], dtype: "float32" });
    const results = {
      x,
      counted: g.count([BATCH]),
      repeated: g.broadcastTo(g.constant([1, 2]), [BATCH, 2]),
      doubled: g.broadcastTo(g.scalar(3), [{ batch: 2 }]),
    };
    const given = { x: { shape: [2, places * ROWS], data: Array(2 * places * ROWS).fill(0.5) } };
    const program = programOf("rows", results);
    const engine = await onEngine(folder, [program]);
    const found = engine.call(program, given);
    engine.dispose();
    expect(differences(found, interpret(results, given, ROWS), 0)).toEqual([]);
  });
});
