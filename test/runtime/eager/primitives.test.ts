import { beforeAll, describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import { type PrimitiveName, primitives } from "../../../compiler/graph/primitives/index.ts";
import { simplify } from "../../../compiler/graph/simplify.ts";
import type { Tfjs } from "../../../runtime/eager/tfjs.ts";
import { appliedCases, ROWS } from "../../compiler/graph/kit/applied.ts";
import { differences } from "../../compiler/graph/kit/close.ts";
import { interpret } from "../../compiler/graph/kit/interpret.ts";
import { programOf } from "../../compiler/graph/kit/on-engine.ts";
import { randomPrograms } from "../../compiler/graph/kit/random-programs.ts";
import { table } from "../../compiler/operators/kit/arrays.ts";
import { compute } from "./kit/compute.ts";
import { tfjsOn } from "./kit/tfjs.ts";

const NAMES = Object.keys(primitives) as PrimitiveName[];
const GRAPHS = process.env.FUSEWIRE_FULL === undefined ? 40 : 1000;

/** Tells a program how many rows there are, where no other feed does. */
const rows = { rows: { shape: [ROWS], data: Array<number>(ROWS).fill(1) } };

describe.each(["cpu", "wasm"] as const)("on tfjs's %s backend", (backend) => {
  let tf: Tfjs;
  beforeAll(async () => {
    tf = await tfjsOn(backend);
  });

  test.each(NAMES)("%s gives what plain loops give", async (name) => {
    const g = createOps(createBuilder());
    for (const [k, { apply, operands, given }] of appliedCases(g, name).entries()) {
      const results = Object.fromEntries(apply(operands).map((output, i) => [`result ${i}`, output]));
      const before = tf.memory().numTensors;
      const found = await compute(tf, programOf("forward", results), { ...given, ...rows });
      expect(differences(found, interpret(results, given, ROWS), 2e-6), `case ${k}`).toEqual([]);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test.each(table(GRAPHS, (i) => 20_000 + i))("random graph %i gives what plain loops give", async (seed) => {
    const { forward, given } = randomPrograms(seed);
    const wanted = interpret(forward.results, given, ROWS);
    for (const program of [forward, simplify(forward)]) {
      expect(differences(await compute(tf, program, { ...given, ...rows }), wanted, 1e-3)).toEqual([]);
    }
  });
});
