import { describe, expect, test } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { libraryBlocks } from "../../compiler/library/blocks.ts";
import { LIBRARY } from "../../compiler/library/sources.generated.ts";
import { compiled, madeUp, records, run, started } from "../compiler/kit/models.ts";
import { exampleModel } from "./kit/example.ts";

const ROWS = 3;
const blocks = libraryBlocks();

test.each(Object.keys(LIBRARY))("%s compiles without a finding", (file) => {
  const { findings } = compile(file, (path) => LIBRARY[path]);
  expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
});

test("no two blocks have one name", () => {
  const names = blocks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(blocks.map((block) => [`${block.library} ${block.name}`, block] as const))("%s", (_, block) => {
  test("is explained, and used in its example", () => {
    expect(block.documentation).toMatch(/^[A-Z`][\s\S]*\.$/);
    expect(block.signature).toMatch(/^block \w+\([\s\S]*\) -> /);
    expect(block.example).toMatch(/^(optional )?input [\s\S]*\noutput mood: Mood = .*$/);
    expect(block.example).toMatch(new RegExp(`\\b${block.name}\\b`));
  });

  test("is trained for a step that moves all its weights", () => {
    const { model } = compiled(exampleModel(block));
    const { variables, training } = model;
    // As it starts, for numbers that stay finite; of other weights, as gates that start at 0 let nothing through.
    const first = run(training!.train, { ...started(variables), ...records(model, ROWS) }, ROWS);
    expect(Number.isFinite(first.results.loss!.data[0])).toBe(true);

    const state = { ...started(variables), ...madeUp(variables.filter(({ role }) => role !== "counter")) };
    const { updates, results } = run(training!.train, { ...state, ...records(model, ROWS) }, ROWS);
    expect(Number.isFinite(results.loss!.data[0])).toBe(true);
    const still = variables.filter(
      ({ name, role }) =>
        role === "weight" &&
        // Adds as much to all scores of a query, which a softmax does not see.
        !name.endsWith("_attention/key_bias") &&
        updates[name]!.data.every((value, i) => Math.abs(value - state[name]!.data[i]!) < 1e-12),
    );
    expect(still.map(({ name }) => name)).toEqual([]);
  });
});
