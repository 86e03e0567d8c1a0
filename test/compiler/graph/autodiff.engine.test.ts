import { describe, expect, test } from "vitest";
import { gradientsOf } from "../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import type { PrimitiveName } from "../../../compiler/graph/primitives/index.ts";
import { loadEngine } from "../../../runtime/engine/load.ts";
import { temporaryFolder } from "../../runtime/temporary.ts";
import { CASES, type Case } from "./cases.ts";
import { ROWS } from "./kit/applied.ts";
import { differences } from "./kit/close.ts";
import type { Dense } from "./kit/dense.ts";
import { interpret } from "./kit/interpret.ts";
import { onEngine, programOf } from "./kit/on-engine.ts";
import { DIFFERENTIABLE, primitiveSlopes } from "./kit/primitive-slopes.ts";
import { random } from "./kit/random.ts";
import { anyDirection } from "./kit/slopes.ts";
import { known, tfjsGradients } from "./kit/tfjs.ts";

/** The gradients of every case of a primitive, with values for all that they are fed. */
function gradientsFor(name: PrimitiveName) {
  const g = createOps(createBuilder());
  const found = primitiveSlopes(g, name).map(({ slopes, given, which }, k) => {
    const fed = { ...given, ...anyDirection(slopes, random(k)) };
    const tensors = gradientsOf(g, slopes.value, slopes.moving);
    return { fed, which, tensors, weights: slopes.weights.map((weight) => fed[weight.name]!) };
  });
  const results = Object.fromEntries(
    found.flatMap(({ tensors, which }) =>
      tensors.map((tensor, i) => [`case ${which}, gradient ${i}`, tensor] as const),
    ),
  );
  const given: Record<string, Dense> = Object.assign({}, ...found.map(({ fed }) => fed));
  return { found, results, given };
}

describe("gradients in float32", () => {
  const folder = temporaryFolder();

  test.each(DIFFERENTIABLE)("of %s are on the engine what plain loops give", async (name) => {
    const { results, given } = gradientsFor(name);
    const program = programOf("gradients", results);
    const engine = await onEngine(folder, [program], {}, given);
    const found = engine.call(program, given);
    engine.dispose();
    expect(differences(found, interpret(results, given, ROWS), 1e-5)).toEqual([]);
  });

  test.each(DIFFERENTIABLE.filter(known))("of %s are those of tfjs", async (name) => {
    const { found, results, given } = gradientsFor(name);
    const program = programOf("gradients", results);
    const engine = await onEngine(folder, [program], {}, given);
    const own = engine.call(program, given);
    engine.dispose();

    const loaded = await loadEngine();
    const compared = found.flatMap(({ which, fed, weights }) => {
      const { operands, attributes, inputs }: Case = CASES[name][which]!;
      if (inputs !== undefined) return [];
      const held = operands.map(({ dtype }, i) => ({ dtype, value: fed[`${which}/${i}`]! }));
      const theirs = tfjsGradients(loaded, name, attributes, held, weights) ?? [];
      return theirs.map((value, i) => [`case ${which}, gradient ${i}`, value] as const);
    });
    expect(compared.length).toBeGreaterThan(0);
    expect(differences(own, Object.fromEntries(compared), 1e-4)).toEqual([]);
  });
});
