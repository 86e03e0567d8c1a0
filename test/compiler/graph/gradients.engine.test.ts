import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import { temporaryFolder } from "../../runtime/temporary.ts";
import { table } from "../operators/kit/arrays.ts";
import type { Dense } from "./kit/dense.ts";
import { onEngine, programOf } from "./kit/on-engine.ts";
import { DIFFERENTIABLE, primitiveSlopes } from "./kit/primitive-slopes.ts";
import { random } from "./kit/random.ts";
import { anyDirection, coordinates, oneCoordinate } from "./kit/slopes.ts";

const WHOLE = process.env.FUSEWIRE_FULL !== undefined;
const SEEDS = WHOLE ? [1, 2, 3] : [1];
const DIRECTIONS = 4;
const COORDINATES = WHOLE ? Number.POSITIVE_INFINITY : 6;

describe("every primitive's gradient is what differences in double precision give", () => {
  const folder = temporaryFolder();

  test.each(DIFFERENTIABLE)("%s", async (name) => {
    for (const seed of SEEDS) {
      const g = createOps(createBuilder());
      const cases = primitiveSlopes(g, name, seed);
      const errors = cases.map(({ slopes }, k) => [`case ${k}`, slopes.error(slopes.derived())] as const);
      const program = programOf("slopes", Object.fromEntries(errors));
      const given: Record<string, Dense> = Object.assign({}, ...cases.map((all) => all.given));
      const engine = await onEngine(folder, [program], { precision: "float64" }, given);

      const draw = random(seed);
      const most = Math.max(...cases.map(({ slopes }) => coordinates(slopes)));
      const some = draw.shuffled(table(most, (i) => i)).slice(0, COORDINATES);
      const along = [
        ...table(DIRECTIONS, () => cases.map(({ slopes }) => anyDirection(slopes, draw))),
        ...some.map((i) => cases.map(({ slopes }) => oneCoordinate(slopes, i % coordinates(slopes), draw))),
      ];
      for (const directions of along) {
        const found = engine.call(program, Object.assign({}, given, ...directions));
        for (const [key, { data }] of Object.entries(found)) {
          expect(data[0], `${key} with ${JSON.stringify(directions)}`).toBeLessThan(1e-6);
        }
      }
      engine.dispose();
    }
  });
});
