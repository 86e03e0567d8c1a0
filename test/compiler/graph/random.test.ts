import { describe, expect, test } from "vitest";
import { type Program, programNodes } from "../../../compiler/graph/graph.ts";
import { simplify } from "../../../compiler/graph/simplify.ts";
import { verify } from "../../../compiler/graph/verify.ts";
import { table } from "../operators/kit/arrays.ts";
import { ROWS } from "./kit/applied.ts";
import { differences } from "./kit/close.ts";
import type { Dense } from "./kit/dense.ts";
import { interpret } from "./kit/interpret.ts";
import { proposals } from "./kit/proposals.ts";
import { randomGraph } from "./kit/random-graph.ts";
import { measurable, randomPrograms } from "./kit/random-programs.ts";

const COUNT = process.env.FUSEWIRE_FULL === undefined ? 100 : 2000;
const SEEDS = table(COUNT, (i) => i + 1);

const primitivesOf = (program: Program) => programNodes(program).map(({ primitive }) => primitive);
const sound = { variables: [], trains: false };

describe("random graphs", () => {
  let noisy = 0;

  test.each(SEEDS)("number %i", (seed) => {
    const { forward, slopes, given } = randomPrograms(seed);
    const value = (program: Program): Record<string, Dense> => interpret(program.results, given, ROWS);

    for (const program of [forward, slopes]) {
      const simple = simplify(program);
      expect(verify(program, sound)).toEqual([]);
      expect(verify(simple, sound)).toEqual([]);
      expect(primitivesOf(simplify(simple))).toEqual(primitivesOf(simple));
      expect(simple.feeds).toBe(program.feeds);
    }
    expect(differences(value(simplify(forward)), value(forward), 1e-6)).toEqual([]);

    const found = value(slopes);
    if (!measurable(found)) noisy++;
    else expect(found.error!.data[0]).toBeLessThan(1e-6);
    const { derived } = value(simplify(slopes));
    expect(differences({ derived: derived! }, { derived: found.derived! }, 1e-6)).toEqual([]);
  });

  test("can nearly all be measured", () => {
    expect(noisy).toBeLessThan(0.05 * COUNT);
  });

  test("use every primitive that they can", () => {
    const graphs = table(300, (i) => randomGraph(i + 1));
    const used = new Set(graphs.flatMap(({ steps }) => steps.map(({ name }): string => name)));
    expect(Object.keys(proposals).filter((name) => !used.has(name))).toEqual([]);
  });
});
