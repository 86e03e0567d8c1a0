import { describe, expect, test } from "vitest";
import type { Program } from "../../../compiler/graph/graph.ts";
import { simplify } from "../../../compiler/graph/simplify.ts";
import { temporaryFolder } from "../../runtime/temporary.ts";
import { table } from "../operators/kit/arrays.ts";
import { ROWS } from "./kit/applied.ts";
import { differences } from "./kit/close.ts";
import { interpret } from "./kit/interpret.ts";
import { onEngine } from "./kit/on-engine.ts";
import { measurable, randomPrograms } from "./kit/random-programs.ts";

const COUNT = process.env.FUSEWIRE_FULL === undefined ? 40 : 1000;
/** Graphs in one SavedModel. */
const TOGETHER = 5;

const simpler = (program: Program): Program => ({ ...simplify(program), name: `simple ${program.name}` });

describe("random graphs on the engine", () => {
  const folder = temporaryFolder();

  test.each(table(COUNT / TOGETHER, (i) => i * TOGETHER))("from number %i on", async (first) => {
    const graphs = table(TOGETHER, (i) => randomPrograms(10_000 + first + i));
    const forwards = graphs.flatMap(({ forward }) => [forward, simpler(forward)]);
    const slopes = graphs.flatMap(({ slopes }) => [slopes, simpler(slopes)]);
    const single = await onEngine(folder, forwards);
    const double = await onEngine(folder, [...forwards, ...slopes], { precision: "float64" });
    let measured = 0;
    for (const [i, { forward, slopes, given }] of graphs.entries()) {
      const wanted = interpret(forward.results, given, ROWS);
      const { derived } = interpret({ derived: slopes.results.derived! }, given, ROWS);
      for (const change of [(program: Program) => program, simpler]) {
        const which = `${change(forward).name}, number ${i}`;
        expect(differences(double.call(change(forward), given), wanted, 1e-6), which).toEqual([]);
        expect(differences(single.call(change(forward), given), wanted, 1e-3), which).toEqual([]);

        const found = double.call(change(slopes), given);
        expect(differences(found, { derived: derived! }, 1e-6), which).toEqual([]);
        if (measurable(found)) {
          measured++;
          expect(found.error!.data[0], which).toBeLessThan(1e-6);
        }
      }
    }
    single.dispose();
    double.dispose();
    expect(measured).toBeGreaterThan(TOGETHER);
  });
});
